package dev.perplex.cli;

import dev.perplex.cluster.Session;
import dev.perplex.config.Settings;
import dev.perplex.job.NotPromoted;
import dev.perplex.job.Pipeline;
import dev.perplex.job.Run;
import dev.perplex.job.RunSettings;
import dev.perplex.job.RunSummary;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Runs stages, and writes how the run ended whatever happens. */
final class RunCommand {
  private RunCommand() {}

  static int run(Settings settings, List<Stage> stages, Set<Stage> forced, PrintWriter out) {
    return run(settings, stages, forced, out, summary -> {});
  }

  /**
   * @param then what is done when a run that ends with a report has ended and is closed
   */
  static int run(
      Settings settings,
      List<Stage> stages,
      Set<Stage> forced,
      PrintWriter out,
      Consumer<RunSummary> then) {
    Pipeline.check(settings, stages);
    Pipeline.checkCorpus(settings);
    Optional<RunSummary> summary;
    try (Session session = new Session("perplex " + names(stages));
        Run run = new Run(settings, session, forced, new Console(out))) {
      out.println("run       " + run.id() + " in " + run.root());
      try {
        summary = new Pipeline(run).make(stages);
        run.result(ExitCode.DONE, summary.map(RunSummary::asMap).orElse(Map.of()));
      } catch (Throwable e) { // Spark throws checked exceptions that no signature names
        Optional<PerplexException> lost = run.lost();
        Throwable why = lost.isPresent() ? lost.get() : e;
        try {
          run.result(Failures.code(why), Map.of("error", Failures.message(why)));
        } catch (PerplexException second) {
          if (second != e) {
            e.addSuppressed(second); // storage that fails must not hide why the run failed
          }
        }
        if (why instanceof NotPromoted refused) {
          refused.summary().ifPresent(table -> out.println(table.text()));
        }
        if (endsWithZero(settings) && isVerdict(Failures.code(why))) {
          // It is no failure that somebody should try again; the caller reads result.json instead.
          out.println("perplex: " + Failures.message(why));
          return ExitCode.DONE.number();
        }
        if (lost.isPresent()) {
          throw lost.get();
        }
        throw e;
      }
      summary.ifPresent(table -> out.println(table.text()));
    }
    summary.ifPresent(then); // the run has ended well, whatever becomes of this
    return ExitCode.DONE.number();
  }

  private static boolean endsWithZero(Settings settings) {
    return switch (settings.block("run", RunSettings.class).verdicts()) {
      case CODE -> false;
      case ZERO -> true;
        // A cluster manager would run the driver again.
      case AUTO -> DeployMode.isCluster();
    };
  }

  private static boolean isVerdict(ExitCode code) {
    return code == ExitCode.NOT_PROMOTED || code == ExitCode.DATA_REFUSED;
  }

  private static String names(List<Stage> stages) {
    return stages.size() == 1 ? stages.get(0).label() : "pipeline";
  }
}
