package dev.perplex.cli;

import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import dev.perplex.store.RunFolder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What has run, and how far a run is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists all runs; with a run's id, what it did and how it ended or how far it is.",
    footer = {"", "Example:  jobs/perplex status wordnet-1a2b3c4d"})
final class StatusCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin StorageOptions storage;

  @Parameters(arity = "0..1", paramLabel = "RUN", description = "A run's id.")
  String id;

  @Override
  public Integer call() {
    Location root = storage.root();
    PrintWriter out = spec.commandLine().getOut();
    if (id == null) {
      list(root, out);
    } else {
      show(root, out);
    }
    return 0;
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

  private void show(Location root, PrintWriter out) {
    RunFolder run = RunFolder.of(root, id);
    if (!run.exists()) {
      throw PerplexException.usage(
          "There is no run %s in %s. 'perplex status' lists all runs.", id, root);
    }
    out.println("run       " + id + ", started " + run.run().get("started"));
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
