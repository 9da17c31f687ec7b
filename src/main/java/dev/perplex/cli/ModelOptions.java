package dev.perplex.cli;

import dev.perplex.config.Settings;
import dev.perplex.job.FinishedRun;
import dev.perplex.job.StoredModel;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which language model a tool takes: that of a run, or any artefact. */
final class ModelOptions {
  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "The run whose model is used (default: the one that ended last).")
  String run;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "A train artefact (artefacts/train/FINGERPRINT), in place of --run.")
  String model;

  @Mixin StorageOptions storage;

  /** The settings that the options name. */
  Settings settings() {
    return storage.options.load();
  }

  StoredModel load() {
    return new StoredModel(artefact());
  }

  Artefact artefact() {
    if (model == null) {
      return FinishedRun.artefact(storage.root(), run, Stage.TRAIN);
    }
    if (run != null) {
      throw PerplexException.usage(
          "--model %s and --run %s name different models. Give one of them.", model, run);
    }
    return Artefact.open(Location.of(model, new Configuration()));
  }
}
