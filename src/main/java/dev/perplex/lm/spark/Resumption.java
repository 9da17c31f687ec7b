package dev.perplex.lm.spark;

import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.RoundPlan;
import dev.perplex.lm.rounds.WorkerState;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.SealedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where a training begins: at the last checkpoint, fitted to its settings, or at the start. */
final class Resumption {
  private final TrainingJob job;
  private final TrainSettings settings;
  private final RoundPlan plan;
  private final RoundCheckpoints checkpoints;

  Resumption(TrainingJob job, RoundPlan plan, RoundCheckpoints checkpoints) {
    this.job = job;
    this.settings = job.settings();
    this.plan = plan;
    this.checkpoints = checkpoints;
  }

  /**
   * @param parameters as a training starts with them
   * @throws PerplexException where the checkpoint is of another model
   */
  RoundCheckpoint begin(List<Tensor> parameters) {
    RoundCheckpoint found = checkpoints.latest(job.listener()::note).orElse(null);
    if (found == null || found.isBeginning()) {
      RoundCheckpoint start =
          RoundCheckpoint.beginning(settings.workers(), plan.layout().laneLength(), parameters);
      checkpoints.adopt(start);
      return start;
    }
    List<RoundCheckpoint.Shape> wanted = RoundCheckpoint.Shape.of(parameters);
    if (!found.shapes().equals(wanted)) {
      throw PerplexException.dataRefused(
          "the checkpoint in %s is of a model with %s, the settings ask for %s. Train anew with"
              + " --force, or set train.model.* back.",
          job.rounds(), found.shapes(), wanted);
    }
    note(
        "going on after round %d (%,d of %,d tokens)",
        found.position().rounds(), found.position().tokens(), plan.tokensTotal());
    if (found.workers() != settings.workers()) {
      return dealtAnew(found);
    }
    checkpoints.adopt(found);
    return found;
  }

  /** For another number of workers: a checkpoint as if these had made it. */
  private RoundCheckpoint dealtAnew(RoundCheckpoint found) {
    note(
        "%d workers go on where %d were: recurrent states start afresh, what optimizers remember"
            + " is dealt to the new workers, and lanes are cut anew",
        settings.workers(), found.workers());
    List<SealedFile> states = new ArrayList<>();
    for (int worker = 0; worker < settings.workers(); worker++) {
      SealedFile old = found.states().get(worker % found.workers());
      String name = "round-%06d/dealt-%05d".formatted(found.position().rounds(), worker);
      states.add(old == null ? null : dealt(old, name));
    }
    RoundCheckpoint dealt =
        new RoundCheckpoint(
            plan.movedFrom(found.position(), found.laneLength()),
            settings.workers(),
            plan.layout().laneLength(),
            found.shapes(),
            found.parts(),
            states,
            found.segment(),
            found.best(),
            found.bestModel(),
            found.curve());
    checkpoints.commit(dealt);
    return dealt;
  }

  private SealedFile dealt(SealedFile old, String name) {
    WorkerState state = WorkerState.fromBytes(checkpoints.files().read(old));
    return checkpoints.files().write(name, state.dealtAnew().toBytes());
  }

  private void note(String format, Object... arguments) {
    job.listener().note(String.format(Locale.ROOT, format, arguments));
  }
}
