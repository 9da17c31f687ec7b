package dev.perplex.report.machine;

import dev.perplex.report.Interval;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A report as metrics in Prometheus's text format (0.0.4), for the textfile collector of its node
 * exporter: a gauge each, named with its unit.
 */
public final class PrometheusText {
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> common;

  private PrometheusText(ReportRecord record) {
    this.common = Map.of("pipeline", record.pipeline());
  }

  public static String of(Report report, ReportRecord record) {
    PrometheusText metrics = new PrometheusText(record);
    metrics.models(report);
    metrics.data(report);
    metrics.training(report);
    metrics.run(record);
    return metrics.text.toString();
  }

  private void models(Report report) {
    family("perplex_test_perplexity", "Perplexity of the test split, all tokens counted.");
    for (ModelScore each : report.models()) {
      sample("perplex_test_perplexity", model(each), each.perplexity());
    }
    family(
        "perplex_test_perplexity_bound", "Bound of the bootstrap interval of the test perplexity.");
    for (ModelScore each : report.models()) {
      Interval interval = each.perplexityInterval();
      if (interval.known()) {
        sample("perplex_test_perplexity_bound", model(each, "low"), interval.low());
        sample("perplex_test_perplexity_bound", model(each, "high"), interval.high());
      }
    }
    family("perplex_test_bits_per_character", "Bits a character of the test split's raw text.");
    for (ModelScore each : report.models()) {
      sample("perplex_test_bits_per_character", model(each), each.bitsPerCharacter());
    }
    family("perplex_test_bits_per_byte", "Bits a byte of the test split's raw text in UTF-8.");
    for (ModelScore each : report.models()) {
      sample("perplex_test_bits_per_byte", model(each), each.bitsPerByte());
    }
  }

  private static Map<String, String> model(ModelScore score) {
    return Map.of("model", score.model());
  }

  private static Map<String, String> model(ModelScore score, String bound) {
    return Map.of("model", score.model(), "bound", bound);
  }

  private void data(Report report) {
    one("perplex_test_tokens", "Tokens scored.", report.test().tokens());
    one(
        "perplex_test_unknown_ratio",
        "Share of the scored tokens that are <unk>.",
        report.test().unknownShare());
    one(
        "perplex_test_cut_ratio",
        "Share of the scored tokens that are words outside the vocabulary.",
        report.test().unknownCutShare());
    one("perplex_vocabulary_words", "Words of the vocabulary.", report.vocabularySize());
    family("perplex_split_tokens", "Tokens of each split.");
    for (Report.SplitCounts each : report.splits()) {
      sample("perplex_split_tokens", Map.of("split", each.split()), each.tokens());
    }
  }

  private void training(Report report) {
    for (Report.CurvePoint point : report.curve()) {
      if (point.best()) {
        one(
            "perplex_validation_perplexity",
            "Validation perplexity of the weights that were kept.",
            point.validationPerplexity());
      }
    }
    if (!report.curve().isEmpty()) {
      Report.CurvePoint last = report.curve().get(report.curve().size() - 1);
      one("perplex_train_tokens", "Tokens that the language model was trained on.", last.tokens());
      one("perplex_train_seconds", "Time of training, without validations.", last.seconds());
      one(
          "perplex_train_tokens_per_second",
          "Speed of the last segment of training.",
          last.tokensPerSecond());
    }
  }

  private void run(ReportRecord record) {
    one(
        "perplex_report_timestamp_seconds",
        "When the report was made, seconds since 1970.",
        Instant.parse(record.made()).toEpochMilli() / 1000.0);
    family("perplex_stage_duration_seconds", "Time that the making of a stage's artefact took.");
    for (ReportRecord.StageRecord each : record.stages()) {
      sample("perplex_stage_duration_seconds", Map.of("stage", each.stage()), each.seconds());
    }
    family("perplex_run_info", "The run that the other metrics are of; always 1.");
    sample("perplex_run_info", Map.of("run", record.run(), "date", record.date()), 1);
  }

  private void one(String name, String help, double value) {
    family(name, help);
    sample(name, Map.of(), value);
  }

  private void family(String name, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
  }

  private void sample(String name, Map<String, String> labels, double value) {
    TreeMap<String, String> all = new TreeMap<>(common);
    all.putAll(labels);
    StringBuilder written = new StringBuilder();
    all.forEach(
        (label, words) ->
            written
                .append(written.isEmpty() ? "" : ",")
                .append(label)
                .append("=\"")
                .append(escape(words))
                .append('"'));
    text.append(name).append('{').append(written).append("} ").append(number(value)).append('\n');
  }

  private static String escape(String words) {
    return words.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
