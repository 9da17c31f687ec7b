package dev.perplex.cli;

import dev.perplex.config.Settings;
import dev.perplex.job.ReportedRun;
import dev.perplex.job.RunComparison;
import dev.perplex.job.RunSummary;
import dev.perplex.job.StorageSettings;
import dev.perplex.report.Comparison;
import dev.perplex.report.Interval;
import dev.perplex.report.Report;
import dev.perplex.report.ReportSettings;
import dev.perplex.report.Sentences;
import dev.perplex.store.Location;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two runs on the same test text, side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says whether one run's models beat another's, and by more than chance.",
      "A paired bootstrap over the documents of the same test text: by perplexity where the tokens",
      "are the same (by bits a character where they are characters), by bits a byte where only the",
      "text is. Runs with other test texts are refused (exit code 20)."
    },
    footer = {"", "Example:  jobs/perplex compare wordnet-1a2b3c4d wordnet-5e6f7a8b"})
final class CompareCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin StorageOptions storage;

  @Parameters(index = "0", paramLabel = "RUN", description = "The run that is judged.")
  String run;

  @Parameters(index = "1", paramLabel = "RUN", description = "The run that it is judged by.")
  String baseline;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the comparison as a page too.")
  Path html;

  @Override
  public Integer call() {
    Settings settings = storage.options.load();
    Location root =
        Location.of(settings.block("storage", StorageSettings.class).root(), new Configuration());
    ReportSettings report = settings.block("report", ReportSettings.class);
    RunComparison comparison =
        RunComparison.of(
            ReportedRun.of(root, run), ReportedRun.of(root, baseline), report.bootstrap());
    PrintWriter out = spec.commandLine().getOut();
    print(comparison, report.bootstrap().level(), out);
    if (html != null) {
      Location.of(html.toString(), new Configuration())
          .replaceBytes(
              comparison.page(report.bootstrap().level()).getBytes(StandardCharsets.UTF_8));
      out.println("\npage: " + html);
    }
    return 0;
  }

  private static void print(RunComparison comparison, double level, PrintWriter out) {
    Report.Test test = comparison.run().report().test();
    out.println("run       " + comparison.run().id());
    out.println("against   " + comparison.baseline().id());
    out.printf(
        Locale.ROOT,
        "test      %,d documents, %,d tokens, %,d bytes%n",
        test.documents(),
        test.tokens(),
        test.bytes());
    if (comparison.measure() == Comparison.Measure.BITS_PER_BYTE) {
      out.println(
          "The text is the same and its tokens are not: bits a byte are compared, which an");
      out.println("unknown word makes too low.");
    }
    out.printf(
        Locale.ROOT,
        "%n%-24s %10s %10s %7s %15s %8s%n",
        switch (comparison.measure()) {
          case PERPLEXITY -> "perplexity";
          case BITS_PER_CHARACTER -> "bits a character";
          case BITS_PER_BYTE -> "bits a byte";
        },
        "run",
        "against",
        "ratio",
        String.format(Locale.ROOT, "%.0f %% interval", 100 * level),
        "p");
    for (Comparison row : comparison.rows()) {
      String value = row.measure() == Comparison.Measure.PERPLEXITY ? "%,10.2f" : "%10.4f";
      out.printf(
          Locale.ROOT,
          "%-24s " + value + " " + value + " %7.4f %15s %8s%n",
          row.model(),
          row.value(),
          row.baselineValue(),
          row.ratio(),
          interval(row.ratioInterval()),
          row.pValue() == null
              ? "-"
              : Sentences.probability(row.pValue()).replace("p ", "").replace("= ", ""));
    }
    out.println();
    out.println(RunSummary.wrapped(comparison.row(Report.LSTM).sentence()));
  }

  private static String interval(Interval interval) {
    return interval.known()
        ? String.format(Locale.ROOT, "%.4f-%.4f", interval.low(), interval.high())
        : "-";
  }
}
