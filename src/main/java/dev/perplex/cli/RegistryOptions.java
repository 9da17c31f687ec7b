package dev.perplex.cli;

import dev.perplex.config.Settings;
import dev.perplex.job.RunSettings;
import dev.perplex.job.StorageSettings;
import dev.perplex.provenance.PerplexException;
import dev.perplex.registry.Registry;
import dev.perplex.store.Claimant;
import dev.perplex.store.Location;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Finds the registry of a pipeline, for the tools that read or move its champion. */
final class RegistryOptions {
  @Mixin SettingsOptions options;

  @Parameters(
      arity = "0..1",
      paramLabel = "PIPELINE",
      description = "Its name; run.pipeline, where it is not given and there are several.")
  String pipeline;

  Location root() {
    return root(options.load());
  }

  /** Takes leases for a tool, which holds none for long. */
  Claimant claimant() {
    return new Claimant(options.load().block("run", RunSettings.class).lease(), () -> {});
  }

  private static Location root(Settings settings) {
    return Location.of(
        settings.block("storage", StorageSettings.class).root(), new Configuration());
  }

  /**
   * The registry.
   *
   * @throws PerplexException exit code 2, where the pipeline has none
   */
  Registry registry() {
    Settings settings = options.load();
    Location root = root(settings);
    List<String> known = Registry.pipelines(root);
    String name = pipeline;
    if (name == null) {
      name = known.size() == 1 ? known.get(0) : settings.block("run", RunSettings.class).pipeline();
    }
    if (!known.contains(name)) {
      throw PerplexException.usage(
          "The pipeline %s has no registry in %s. %s",
          name,
          root,
          known.isEmpty()
              ? "jobs/promote makes the first."
              : "There are " + String.join(", ", known) + ".");
    }
    return Registry.of(root, name);
  }
}
