package dev.perplex.cli;

import dev.perplex.job.RunSummary;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.registry.Event;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Succession;
import dev.perplex.registry.Version;
import dev.perplex.report.Report;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The versions of a pipeline's model, or what happened to them. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the versions of a pipeline's model, newest first, and which one is the champion.",
      "A version is a model that 'promote' has judged, whether it was promoted or not."
    },
    footer = {
      "",
      "Examples:",
      "  jobs/perplex models wordnet",
      "  jobs/perplex models wordnet --history     who changed the champion when, and why"
    })
final class ModelsCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin RegistryOptions options;

  @Option(names = "--history", description = "What happened, newest first, in place of the list.")
  boolean history;

  @Override
  public Integer call() {
    Registry registry = options.registry();
    Succession seen = registry.look();
    PrintWriter out = spec.commandLine().getOut();
    out.println("pipeline  " + registry.pipeline());
    if (seen.damaged().isEmpty()) {
      out.println("champion  " + seen.champion().map(ModelsCommand::named).orElse("none"));
      out.println("candidate " + seen.candidate().map(ModelsCommand::named).orElse("none"));
    }
    out.println();
    if (history) {
      events(seen, out);
    } else {
      versions(seen, out);
    }
    if (!seen.damaged().isEmpty()) {
      throw new PerplexException(
          ExitCode.DATA_REFUSED,
          String.join("; ", seen.damaged())
              + ". What the champion is cannot be told. Restore the file from a copy; or move it"
              + " away, and name the champion by 'perplex rollback "
              + registry.pipeline()
              + " --to VERSION --why WORDS'.");
    }
    return 0;
  }

  private static String named(Version version) {
    return version.id() + ", run " + version.run();
  }

  private static void versions(Succession seen, PrintWriter out) {
    out.printf("%-11s %-10s %11s %9s  %s%n", "version", "judged", "perplexity", "bits/byte", "is");
    List<Version> versions = new ArrayList<>(seen.versions().values());
    Collections.reverse(versions);
    for (Version version : versions) {
      Version.Score score =
          version
              .score(Report.LSTM)
              .orElseGet(() -> version.scores().isEmpty() ? null : version.scores().get(0));
      out.printf(
          Locale.ROOT,
          "%-11s %-10s %11s %9s  %s%n",
          version.id(),
          seen.judgement(version.id()).map(each -> each.at().substring(0, 10)).orElse("-"),
          score == null ? "-" : String.format(Locale.ROOT, "%,.2f", score.perplexity()),
          score == null ? "-" : String.format(Locale.ROOT, "%.4f", score.bitsPerByte()),
          seen.standing(version));
      out.println("  run " + version.run());
    }
  }

  private static void events(Succession seen, PrintWriter out) {
    List<Event> events = new ArrayList<>(seen.events());
    Collections.reverse(events);
    for (Event event : events) {
      out.printf(
          "%s  %-12s %s by %s%n",
          event.at().substring(0, 19) + "Z",
          seen.lost(event) ? "lost" : event.kind().words(),
          event.version() == null ? "" : event.version().id(),
          event.by());
      out.println(indented("run " + event.run()));
      out.println(indented(event.why()));
      if (event.judges()) {
        out.println(indented("report " + event.version().report()));
      }
    }
  }

  private static String indented(String text) {
    return "  " + RunSummary.wrapped(text, RunSummary.WIDTH - 2).replace("\n", "\n  ");
  }
}
