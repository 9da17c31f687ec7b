package dev.perplex.report.page;

import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import java.util.List;

/** Which colour and dash of the page a model has: the same wherever it stands. */
final class Styles {
  private static final int COUNT = 6; // that page.css and page.js have

  private Styles() {}

  static int of(Report report, String model) {
    return switch (model) {
      case Report.UNIGRAM -> 0;
      case Report.NGRAM -> 1;
      case Report.LSTM -> 2;
      default -> 3 + Math.max(0, others(report).indexOf(model)) % (COUNT - 3);
    };
  }

  private static List<String> others(Report report) {
    List<String> own = List.of(Report.UNIGRAM, Report.NGRAM, Report.LSTM);
    return report.models().stream()
        .map(ModelScore::model)
        .filter(each -> !own.contains(each))
        .toList();
  }
}
