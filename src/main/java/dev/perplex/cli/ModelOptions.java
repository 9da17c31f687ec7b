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
      description = "Which of a run's models: train or ngram (default: train).")
  Stage stage;

  @Mixin StorageOptions storage;

  /** The settings that the options name. */
  Settings settings() {
    return storage.options.load();
  }

  StoredModel load() {
    if (stage != null && stage != Stage.TRAIN && stage != Stage.NGRAM) {
      throw PerplexException.usage(
          "--stage %s makes no language model. Give --stage train or --stage ngram.", stage);
    }
    if (model != null) {
      refuseStage("--model " + model);
    }
    if (model != null && StoredModel.isArpa(model)) {
      refuseRun();
      return StoredModel.arpa(Location.of(model, new Configuration()));
    }
    return new StoredModel(artefact(stage == null ? Stage.TRAIN : stage));
  }

  /**
   * The artefact that {@code --model} names, or that a run has of a stage.
   *
   * @param wanted decided by what the command does, so that {@code --stage} has been looked at
   */
  Artefact artefact(Stage wanted) {
    if (model == null) {
      return FinishedRun.artefact(storage.root(), run, wanted);
    }
    refuseRun();
    return Artefact.open(Location.of(model, new Configuration()));
  }

  /**
   * Refuses {@code --stage} where it would say nothing.
   *
   * @param decides what says which model is taken
   * @throws PerplexException exit code 2
   */
  void refuseStage(String decides) {
    if (stage != null) {
      throw PerplexException.usage(
          "%s already says which model is taken, so --stage %s would change nothing. Leave --stage"
              + " out.",
          decides, stage);
    }
  }

  private void refuseRun() {
    if (run != null) {
      throw PerplexException.usage(
          "--model %s and --run %s name different models. Give one of them.", model, run);
    }
  }
}
