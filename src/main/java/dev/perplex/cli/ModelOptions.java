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
      description = {
        "A train or ngram artefact (artefacts/STAGE/FINGERPRINT), in place of --run; or a file",
        "NAME.arpa or NAME.arpa.gz, whose words stand between white space."
      })
  String model;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      defaultValue = "train",
      description = "Which of a run's models: train or ngram (default: ${DEFAULT-VALUE}).")
  Stage stage;

  @Mixin StorageOptions storage;

  /** The settings that the options name. */
  Settings settings() {
    return storage.options.load();
  }

  StoredModel load() {
    if (model != null && StoredModel.isArpa(model)) {
      refuseRun();
      return StoredModel.arpa(Location.of(model, new Configuration()));
    }
    return new StoredModel(artefact());
  }

  Artefact artefact() {
    return artefact(stage);
  }

  /** Of the stage that is asked for, whatever {@code --stage} says. */
  Artefact artefact(Stage stage) {
    if (stage != Stage.TRAIN && stage != Stage.NGRAM) {
      throw PerplexException.usage(
          "--stage %s makes no language model. Give --stage train or --stage ngram.", stage);
    }
    if (model == null) {
      return FinishedRun.artefact(storage.root(), run, stage);
    }
    refuseRun();
    return Artefact.open(Location.of(model, new Configuration()));
  }

  private void refuseRun() {
    if (run != null) {
      throw PerplexException.usage(
          "--model %s and --run %s name different models. Give one of them.", model, run);
    }
  }
}
