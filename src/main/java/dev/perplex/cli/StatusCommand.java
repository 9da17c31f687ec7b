package dev.perplex.cli;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import dev.perplex.store.RunFolder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What has run, and how far a run is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists all runs; with a run's id, what it did and how it ended or how far it is.",
      "With --follow it goes on until the run ends, from any machine that reads its storage, and",
      "ends with the run's exit code."
    },
    footer = {
      "",
      "Examples:",
      "  jobs/perplex status wordnet-1a2b3c4d",
      "  jobs/perplex status wordnet-1a2b3c4d --follow"
    })
final class StatusCommand implements Callable<Integer> {
  private static final long LOOK_NANOS = 1_000_000_000L;

  @Spec CommandSpec spec;
  @Mixin StorageOptions storage;

  @Parameters(arity = "0..1", paramLabel = "RUN", description = "A run's id.")
  String id;

  @Option(
      names = "--follow",
      description = "Print what the run does until it ends; exit code 1 where its driver is gone.")
  boolean follow;

  @Override
  public Integer call() {
    Location root = storage.root();
    PrintWriter out = spec.commandLine().getOut();
    if (id == null) {
      if (follow) {
        throw PerplexException.usage("--follow needs a RUN. 'perplex status' lists all runs.");
      }
      list(root, out);
      return 0;
    }
    RunFolder run = RunFolder.of(root, id);
    if (!run.exists()) {
      throw PerplexException.usage(
          "There is no run %s in %s. 'perplex status' lists all runs.", id, root);
    }
    out.println("run       " + id + ", started " + run.run().get("started"));
    if (follow) {
      return follow(run, out);
    }
    show(run, out);
    return 0;
  }

  private static int follow(RunFolder run, PrintWriter out) {
    FollowedRun followed = new FollowedRun(run, new Console(out));
    FollowedRun.State state = followed.look();
    while (state == FollowedRun.State.RUNNING) {
      LockSupport.parkNanos(LOOK_NANOS);
      state = followed.look();
    }
    if (state == FollowedRun.State.SILENT) {
      out.printf(
          "result    none: no sign of life for %s s, so its driver was killed, or cannot reach"
              + " storage. Submitted again, the run goes on.%n",
          followed.lease());
      return ExitCode.FAILED.number();
    }
    out.println("result    " + verdict(run));
    if (state == FollowedRun.State.STOPPED) {
      return ExitCode.FAILED.number();
    }
    return run.result().get("exit-code") instanceof Number code
        ? code.intValue()
        : ExitCode.FAILED.number();
  }

  private static void list(Location root, PrintWriter out) {
    List<String> ids = RunFolder.ids(root);
    if (ids.isEmpty()) {
      out.println("No run in " + root + " yet. jobs/quickstart makes one.");
    }
    for (String each : ids) {
      RunFolder run = RunFolder.of(root, each);
      out.printf("%-40s %s%n", each, verdict(run));
    }
  }

  private static void show(RunFolder run, PrintWriter out) {
    Map<?, ?> lastProgress = null;
    for (Map<?, ?> event : run.events()) {
      String kind = String.valueOf(event.get("event"));
      if (kind.equals("progress")) {
        lastProgress = event;
        continue;
      }
      lastProgress = null;
      Object text =
          switch (kind) {
            case "started" -> "started (" + event.get("why") + ")";
            case "skipped" -> "skipped: " + event.get("why");
            case "finished" -> "done: " + event.get("summary");
            default -> event.get("text");
          };
      out.printf("%-9s %s  %s%n", event.get("stage"), event.get("at"), text);
    }
    if (lastProgress != null && !run.isFinished()) {
      out.printf(
          "%-9s %s  %s of %s %s%n",
          lastProgress.get("stage"),
          lastProgress.get("at"),
          lastProgress.get("done"),
          lastProgress.get("total"),
          lastProgress.get("unit"));
    }
    out.println("result    " + verdict(run));
  }

  private static String verdict(RunFolder run) {
    if (!run.isFinished()) {
      return run.isOwned()
          ? "running, or killed (no result yet)"
          : "stopped before its end (no result)";
    }
    Map<?, ?> result;
    try {
      result = run.result();
    } catch (PerplexException e) {
      return e.getMessage(); // one damaged file must not hide the other runs
    }
    Object error = result.get("error");
    Object report = result.get("report");
    return result.get("verdict")
        + " at "
        + result.get("ended")
        + (error == null ? "" : ": " + error)
        + (report == null ? "" : ", report " + report);
  }
}
