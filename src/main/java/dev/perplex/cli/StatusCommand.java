package dev.perplex.cli;

import dev.perplex.job.Run;
import dev.perplex.job.RunSettings;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import dev.perplex.store.RunFolder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
      "ends with the run's exit code. --json is for programs: what they ask for they find by the",
      "settings that they submitted (--this), and by the name they gave it (run.submission)."
    },
    footer = {
      "",
      "Examples:",
      "  jobs/perplex status wordnet-1a2b3c4d",
      "  jobs/perplex status wordnet-1a2b3c4d --follow",
      "  jobs/perplex status --this --json --profile cluster --date 2026-11-21"
    })
final class StatusCommand implements Callable<Integer> {
  private static final long LOOK_NANOS = 1_000_000_000L;

  @Spec CommandSpec spec;
  @Mixin StorageOptions storage;

  @Parameters(arity = "0..1", paramLabel = "RUN", description = "A run's id.")
  String id;

  @Option(names = "--this", description = "The run that these settings are, in place of its id.")
  boolean isThis;

  @Option(
      names = "--follow",
      description = "Print what the run does until it ends; exit code 1 where its driver is gone.")
  boolean follow;

  @Option(
      names = "--json",
      description = "Print a JSON object a run: its state, and what result.json says.")
  boolean json;

  @Override
  public Integer call() {
    Location root = storage.root();
    PrintWriter out = spec.commandLine().getOut();
    if ((isThis && id != null) || (json && follow)) {
      throw PerplexException.usage(
          "%s. Leave one out.",
          follow ? "--json tells a state, --follow goes on" : "--this and RUN both name a run");
    }
    if (isThis) {
      id = Run.id(storage.options.load());
    }
    if (id == null) {
      if (follow) {
        throw PerplexException.usage("--follow needs a RUN. 'perplex status' lists all runs.");
      }
      if (json) {
        RunFolder.ids(root).forEach(each -> out.println(json(RunFolder.of(root, each), each)));
      } else {
        list(root, out);
      }
      return 0;
    }
    RunFolder run = RunFolder.of(root, id);
    if (!run.exists()) {
      throw PerplexException.usage(
          "There is no run %s in %s. 'perplex status' lists all runs.", id, root);
    }
    if (isThis) {
      checkSubmission(run, storage.options.load().block("run", RunSettings.class).submission());
    }
    if (json) {
      out.println(json(run, id));
      return 0;
    }
    out.println("run       " + id + ", started " + run.run().get("started"));
    if (follow) {
      return follow(run, out);
    }
    show(run, out);
    return 0;
  }

  /** A result of another submission is no answer to this one. */
  private void checkSubmission(RunFolder run, String expected) {
    Object last = run.run().get("submission");
    if (!expected.isEmpty() && !expected.equals(last)) {
      throw PerplexException.usage(
          "The run %s was submitted last as run.submission = \"%s\", not as \"%s\". Submit it"
              + " again, or ask without run.submission.",
          id, last == null ? "" : last, expected);
    }
  }

  /** What a program asks for, as one line. */
  private static String json(RunFolder run, String id) {
    Map<String, Object> all = new TreeMap<>();
    all.put("run", id);
    try {
      if (run.isFinished()) {
        run.result().forEach((key, value) -> all.put(String.valueOf(key), value));
        all.put("state", "ended");
      } else {
        all.put("submission", run.run().get("submission"));
        all.put("state", run.isOwned() ? "running" : "stopped");
      }
    } catch (PerplexException e) {
      all.put("state", "damaged");
      all.put("error", e.getMessage()); // one damaged file must not hide the other runs
    }
    return Json.line(all);
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
