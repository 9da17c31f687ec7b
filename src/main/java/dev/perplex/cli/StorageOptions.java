package dev.perplex.cli;

import dev.perplex.config.Settings;
import dev.perplex.job.StorageSettings;
import dev.perplex.store.Location;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Mixin;

/** Finds the storage root for tools that only read. */
final class StorageOptions {
  @Mixin SettingsOptions options;

  Location root() {
    Settings settings = options.load();
    return Location.of(
        settings.block("storage", StorageSettings.class).root(), new Configuration());
  }
}
