package dev.perplex.cli;

import dev.perplex.config.Settings;
import dev.perplex.job.Retention;
import dev.perplex.job.StorageSettings;
import dev.perplex.registry.PromoteSettings;
import dev.perplex.store.Location;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deletes artefacts that nobody needs. */
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Deletes artefacts that no kept model and no recent run uses; --dry-run only lists them.",
      "Kept are the champions and candidates of all pipelines, promote.keep former champions of",
      "each, runs of the last days, and pipelines without a champion. While a run is unfinished,",
      "nothing is deleted. Reports and registries are never touched."
    },
    footer = {"", "Example:  jobs/perplex gc --dry-run"})
final class GcCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin SettingsOptions options;

  @Option(names = "--dry-run", description = "List what would be deleted, and delete nothing.")
  boolean dryRun;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description =
          "Keep what runs of the last N days, 1 or more, have made or used; ${DEFAULT-VALUE}.")
  int days;

  @Override
  public Integer call() {
    Settings settings = options.load();
    Location root =
        Location.of(settings.block("storage", StorageSettings.class).root(), new Configuration());
    int keep = settings.block("promote", PromoteSettings.class).keep();
    Retention retention = new Retention(root, keep, days, Instant.now());
    Retention.Plan plan = retention.plan();
    PrintWriter out = spec.commandLine().getOut();
    plan.unfinished().forEach(run -> out.println("unfinished " + run));
    for (Retention.Doomed each : plan.folders()) {
      out.printf(Locale.ROOT, "%-60s %,15d%n", each.folder(), each.bytes());
    }
    if (!plan.unfinished().isEmpty()) {
      out.println("Nothing is deleted before these runs have ended; a run that was killed ends");
      out.println("when it is submitted again, or stops to count after --days.");
    }
    if (!dryRun) {
      retention.delete(plan);
    }
    out.printf(
        Locale.ROOT,
        "%s %,d artefacts of %,d bytes; kept: %,d%n",
        dryRun ? "would delete" : "deleted",
        plan.folders().size(),
        plan.bytes(),
        plan.kept());
    return 0;
  }
}
