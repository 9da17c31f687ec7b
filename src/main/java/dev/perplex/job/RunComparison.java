package dev.perplex.job;

import dev.perplex.eval.DocumentLosses;
import dev.perplex.eval.PairedDifference;
import dev.perplex.eval.Resamples;
import dev.perplex.provenance.PerplexException;
import dev.perplex.report.BootstrapSettings;
import dev.perplex.report.Comparison;
import dev.perplex.report.Report;
import dev.perplex.report.page.ComparisonPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Two runs on the same test text, document by document: by perplexity where their tokens are the
 * same, or by bits a character where these are characters; by bits a byte where only the raw text
 * is.
 *
 * @param run that is judged
 * @param baseline that it is judged by
 * @param measure what is compared
 * @param rows the models that both tables have, in the order of the first
 */
public record RunComparison(
    ReportedRun run, ReportedRun baseline, Comparison.Measure measure, List<Comparison> rows) {

  /**
   * @throws PerplexException exit code 20, where the test texts differ, or how state was carried
   */
  public static RunComparison of(
      ReportedRun run, ReportedRun baseline, BootstrapSettings settings) {
    Comparison.Measure measure = measure(run, baseline);
    DocumentLosses losses = run.losses();
    DocumentLosses others = baseline.losses();
    List<String> models = common(losses, others);
    return new RunComparison(
        run,
        baseline,
        measure,
        new Paired(run, baseline, losses, others, measure, settings).rows(models));
  }

  /**
   * One row of {@link #of}, without the work for the others.
   *
   * @param losses of the run, asked for where its test text is the baseline's
   * @throws PerplexException exit code 20, where the test texts differ; 2, where a run lacks the
   *     model
   */
  static Comparison row(
      ReportedRun run,
      Supplier<DocumentLosses> losses,
      ReportedRun baseline,
      String model,
      BootstrapSettings settings) {
    Comparison.Measure measure = measure(run, baseline);
    DocumentLosses mine = losses.get();
    DocumentLosses others = baseline.losses();
    List<String> models = common(mine, others);
    if (!models.contains(model)) {
      throw lacking(run, baseline, model, models);
    }
    return new Paired(run, baseline, mine, others, measure, settings).rows(List.of(model)).get(0);
  }

  private static List<String> common(DocumentLosses losses, DocumentLosses others) {
    return losses.models().stream().filter(others.models()::contains).toList();
  }

  private static Comparison.Measure measure(ReportedRun run, ReportedRun baseline) {
    Report.Test test = run.report().test();
    Report.Test other = baseline.report().test();
    if (!test.textSha256().equals(other.textSha256())) {
      throw PerplexException.dataRefused(
          "%s and %s cannot be compared: their test splits hold other texts (%s; %s). Compare runs"
              + " of the same corpus, split and cleaning.",
          run.id(), baseline.id(), described(test), described(other));
    }
    if (!test.state().equals(other.state())) {
      throw PerplexException.dataRefused(
          "%s and %s cannot be compared: they read the test split in other ways (state %s; %s)."
              + " Make one of the reports again with the other's report.state.",
          run.id(), baseline.id(), test.state(), other.state());
    }
    return test.tokensSha256().equals(other.tokensSha256())
        ? Report.measure(run.report().settings())
        : Comparison.Measure.BITS_PER_BYTE;
  }

  /**
   * All this as a page.
   *
   * @param level of the intervals
   */
  public String page(double level) {
    return ComparisonPage.of(
        new ComparisonPage.Side(run.id(), run.report()),
        new ComparisonPage.Side(baseline.id(), baseline.report()),
        rows,
        level);
  }

  private static String described(Report.Test test) {
    return String.format(
        Locale.ROOT,
        "%,d documents of %,d bytes, checksum %s",
        test.documents(),
        test.bytes(),
        test.textSha256().substring(0, 8));
  }

  /** A model of both tables. */
  public Comparison row(String model) {
    return rows.stream()
        .filter(each -> each.model().equals(model))
        .findFirst()
        .orElseThrow(
            () -> lacking(run, baseline, model, rows.stream().map(Comparison::model).toList()));
  }

  /** What losses are divided by, document by document. */
  static long[] sizes(DocumentLosses losses, Comparison.Measure measure) {
    return switch (measure) {
      case PERPLEXITY -> losses.tokens();
      case BITS_PER_CHARACTER -> losses.characters();
      case BITS_PER_BYTE -> losses.bytes();
    };
  }

  private static PerplexException lacking(
      ReportedRun run, ReportedRun baseline, String model, List<String> models) {
    return PerplexException.usage(
        "%s and %s do not both have a row %s. Rows of both: %s.",
        run.id(), baseline.id(), model, String.join(", ", models));
  }

  private record Paired(
      ReportedRun run,
      ReportedRun baseline,
      DocumentLosses losses,
      DocumentLosses others,
      Comparison.Measure measure,
      BootstrapSettings settings) {

    List<Comparison> rows(List<String> models) {
      double[][] columns = new double[2 * models.size() + 1][];
      for (int model = 0; model < models.size(); model++) {
        columns[2 * model] = losses.of(models.get(model));
        columns[2 * model + 1] = others.of(models.get(model));
      }
      long[] sizes = sizes(losses, measure);
      columns[columns.length - 1] = Arrays.stream(sizes).asDoubleStream().toArray();
      Resamples resamples =
          Resamples.of(
              Resamples.blocks(columns, settings.block()), settings.resamples(), settings.seed());
      List<Comparison> rows = new ArrayList<>();
      for (int model = 0; model < models.size(); model++) {
        rows.add(row(models.get(model), 2 * model, resamples, Arrays.stream(sizes).sum()));
      }
      return rows;
    }

    private Comparison row(String model, int column, Resamples resamples, long size) {
      PairedDifference paired =
          resamples.units() < 2
              ? null
              : PairedDifference.of(
                  resamples, column, column + 1, resamples.columns() - 1, settings.level());
      return Comparison.of(
          model,
          run.report().score(model).title(),
          model,
          baseline.report().score(model).title(),
          baseline.id(),
          measure,
          losses.documents(),
          size,
          resamples.total(column),
          resamples.total(column + 1),
          paired,
          settings.level());
    }
  }
}
