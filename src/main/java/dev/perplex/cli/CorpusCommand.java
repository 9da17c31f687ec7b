package dev.perplex.cli;

import dev.perplex.config.Settings;
import dev.perplex.job.CorpusSources;
import dev.perplex.job.Pipeline;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the text of a corpus is there. */
@Command(
    name = "corpus",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says whether the sources of the corpus are there, and complete by their markers.",
      "Reads no text. Ends with 0 where all are, with 2 where one is missing."
    },
    footer = {
      "",
      "Examples:",
      "  jobs/perplex corpus --set prepare.corpus=data-prep/partitions.conf --date 2026-11-21",
      "  until jobs/perplex corpus --profile news --date 2026-11-21; do sleep 300; done"
    })
final class CorpusCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin SettingsOptions options;

  @Option(names = "--json", description = "Print one JSON object, also where a source is missing.")
  boolean json;

  @Override
  public Integer call() {
    Settings settings = options.load();
    Pipeline.check(settings, List.of(Stage.PREPARE));
    CorpusSources corpus = CorpusSources.of(settings);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(corpus));
      return (corpus.ready() ? ExitCode.DONE : ExitCode.USAGE).number();
    }
    for (CorpusSources.Found each : corpus.sources()) {
      out.printf(
          Locale.ROOT,
          "%s: %,d files, %,d bytes%s%n",
          each.path(),
          each.files(),
          each.bytes(),
          each.missing().isEmpty() ? "" : "; missing: " + each.missing());
    }
    if (!corpus.ready()) {
      throw PerplexException.usage(
          "The corpus %s is not complete: %s does not exist.",
          corpus.corpus(),
          corpus.sources().stream()
              .map(CorpusSources.Found::missing)
              .filter(missing -> !missing.isEmpty())
              .findFirst()
              .orElseThrow());
    }
    return ExitCode.DONE.number();
  }
}
