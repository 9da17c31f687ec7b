package dev.perplex.report;

import dev.perplex.eval.PairedDifference;
import dev.perplex.eval.Resamples;
import dev.perplex.eval.Tally;
import dev.perplex.eval.TestFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rows of the table with their intervals, and how they stand to one another. */
public final class TestedModels {
  private static final double LN_2 = Math.log(2);

  private final List<Row> rows;
  private final TestFigures figures;
  private final BootstrapSettings settings;
  private final Comparison.Measure measure;
  private final Resamples resamples;

  /**
   * A row of the table.
   *
   * @param name for programs
   * @param title for people
   * @param weights which were scored
   */
  public record Row(String name, String title, String weights) {}

  /**
   * @param rows in the order of the figures' models
   * @param measure what rows are compared by
   */
  public TestedModels(
      List<Row> rows, TestFigures figures, BootstrapSettings settings, Comparison.Measure measure) {
    this.measure = measure;
    this.rows = List.copyOf(rows);
    this.figures = figures;
    this.settings = settings;
    this.resamples =
        Resamples.of(
            Resamples.blocks(figures.columns(), settings.block()),
            settings.resamples(),
            settings.seed());
  }

  public Bootstrap bootstrap() {
    return new Bootstrap(
        settings.level(),
        settings.resamples(),
        settings.block(),
        resamples.units(),
        settings.seed());
  }

  /** The table. */
  public List<ModelScore> scores() {
    int tokens = figures.models();
    List<ModelScore> scores = new ArrayList<>();
    for (int model = 0; model < rows.size(); model++) {
      int column = model;
      Row row = rows.get(model);
      scores.add(
          ModelScore.of(row.name(), row.title(), row.weights(), figures.tally(model))
              .with(
                  interval(sums -> Math.exp(sums[column] / sums[tokens])),
                  interval(sums -> sums[column] / LN_2 / sums[tokens + 1]),
                  interval(sums -> sums[column] / LN_2 / sums[tokens + 2])));
    }
    return scores;
  }

  private Interval interval(ToDoubleFunction<double[]> figure) {
    return Interval.of(resamples, settings.level(), figure);
  }

  /** One row judged by another. */
  public Comparison compare(String model, String baseline) {
    int one = index(model);
    int other = index(baseline);
    Tally tally = figures.tally(one);
    PairedDifference difference =
        resamples.units() < 2
            ? null
            : PairedDifference.of(
                resamples, one, other, figures.models() + sizeColumn(), settings.level());
    return Comparison.of(
        model,
        rows.get(one).title(),
        baseline,
        rows.get(other).title(),
        "",
        measure,
        figures.documents(),
        switch (measure) {
          case PERPLEXITY -> tally.tokens();
          case BITS_PER_CHARACTER -> tally.characters();
          case BITS_PER_BYTE -> tally.bytes();
        },
        tally.nats(),
        figures.tally(other).nats(),
        difference,
        settings.level());
  }

  /** Which of the figures' last columns a mean is taken over. */
  private int sizeColumn() {
    return switch (measure) {
      case PERPLEXITY -> 0;
      case BITS_PER_CHARACTER -> 1;
      case BITS_PER_BYTE -> 2;
    };
  }

  private int index(String name) {
    return rows.stream().map(Row::name).toList().indexOf(name);
  }

  /** How the rows stand to one another: the language model to each, and mixtures to their parts. */
  public List<Comparison> comparisons(List<Mixture> mixtures) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Row row : rows) {
      String baseline = row.name();
      if (baseline.equals(Report.UNIGRAM) || baseline.equals(Report.NGRAM)) {
        comparisons.add(compare(Report.LSTM, baseline));
      }
    }
    for (Mixture mixture : mixtures) {
      for (String part : mixture.parts()) {
        comparisons.add(compare(mixture.model(), part));
      }
    }
    return comparisons;
  }
}
