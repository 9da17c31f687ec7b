package dev.perplex.cli;

import dev.perplex.job.RunSummary;
import dev.perplex.provenance.PerplexException;
import dev.perplex.registry.Event;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Succession;
import dev.perplex.registry.Version;
import dev.perplex.store.Location;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which model is in use, or was. */
@Command(
    name = "champion",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says which version of a pipeline's model is the champion, or was at a date.",
      "Prints its run, figures and artefacts, and who made it champion when, and why."
    },
    footer = {
      "",
      "Examples:",
      "  jobs/perplex champion wordnet",
      "  jobs/perplex champion wordnet --at 2026-11-21   at the end of that day, UTC"
    })
final class ChampionCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin RegistryOptions options;

  @Option(
      names = "--at",
      paramLabel = "DATE",
      description = "A day (its end, UTC), or a moment such as 2026-11-21T09:30:00Z.")
  String at;

  @Override
  public Integer call() {
    Registry registry = options.registry();
    Succession history = registry.read();
    Event event =
        (at == null ? history.head() : history.headAt(moment(at)))
            .orElseThrow(() -> none(registry, history));
    print(event, options.root(), spec.commandLine().getOut());
    return 0;
  }

  private PerplexException none(Registry registry, Succession history) {
    return PerplexException.usage(
        "The pipeline %s has no champion%s. %s",
        registry.pipeline(),
        at == null ? "" : " at " + at,
        history.chain().isEmpty()
            ? "'perplex models' lists what was judged."
            : "The first became it at " + history.chain().get(0).at() + ".");
  }

  /**
   * @throws PerplexException exit code 2, where it is none
   */
  static Instant moment(String text) {
    try {
      return text.length() > 10
          ? Instant.parse(text)
          : LocalDate.parse(text)
              .plusDays(1)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant()
              .minusMillis(1);
    } catch (DateTimeException e) {
      throw PerplexException.usage(
          "--at %s is neither a day nor a moment. Write --at 2026-11-21, or --at"
              + " 2026-11-21T09:30:00Z.",
          text);
    }
  }

  private static String wrapped(String text) {
    return RunSummary.wrapped(text, RunSummary.WIDTH - 10).replace("\n", "\n" + " ".repeat(10));
  }

  private static void print(Event event, Location root, PrintWriter out) {
    Version version = event.version();
    out.println("version   " + version.id());
    out.println("run       " + version.run());
    out.println("report    " + version.report());
    out.println("since     " + event.at() + ", by " + event.by());
    out.println("why       " + wrapped(event.why()));
    for (Version.Score score : version.scores()) {
      out.printf(
          Locale.ROOT,
          "%-24s perplexity %,.2f, bits a byte %.4f%n",
          score.model(),
          score.perplexity(),
          score.bitsPerByte());
    }
    out.println("judged on " + version.evaluation().documents() + " documents, checksum");
    out.println("  " + version.evaluation().textSha256());
    for (Version.Piece piece : version.artefacts()) {
      out.printf("%-9s %s%n", piece.stage(), piece.folder());
    }
    out.println("below     " + root);
  }
}
