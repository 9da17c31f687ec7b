package dev.perplex.lm.spark;

import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.PartLayout;
import dev.perplex.lm.rounds.PartState;
import dev.perplex.lm.rounds.Position;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.lm.rounds.RoundPlan;
import dev.perplex.store.SealedFile;
import dev.perplex.store.SealedFiles;
import java.util.List;

/** The validation of the parameters that a segment ends with. */
final class SegmentValidation {
  private final RoundPlan plan;
  private final RoundModels models;
  private final Validation validation;
  private final SealedFiles files;
  private final List<Tensor> parameters; // scratch

  /**
   * @param parameters tensors of the model; their values are lost
   */
  SegmentValidation(
      RoundPlan plan,
      RoundModels models,
      Validation validation,
      SealedFiles files,
      List<Tensor> parameters) {
    this.plan = plan;
    this.models = models;
    this.validation = validation;
    this.files = files;
    this.parameters = parameters;
  }

  /**
   * Scores the parameters, and keeps the model where it is the best.
   *
   * @param parts that were written after the segment's last round
   */
  Validations after(
      Validations before,
      Position position,
      RoundCheckpoint.Segment segment,
      PartLayout layout,
      List<SealedFile> parts) {
    boolean averaged = read(layout, parts);
    byte[] model = models.bytes(parameters);
    double loss = validation.loss(model);
    RoundCheckpoint.Rounds rounds = segment.rounds();
    LearningPoint point =
        new LearningPoint(
            before.curve().size(),
            plan.epochsDone(position),
            position.tokens(),
            segment.loss() / segment.tokens(),
            loss,
            Math.exp(loss),
            segment.tokens() / segment.seconds(),
            before.seconds() + segment.seconds(),
            averaged,
            rounds == null ? null : (Double) rounds.rate(),
            rounds == null ? null : rounds.meanNorm(),
            rounds == null ? null : (Double) (1 - rounds.training() / segment.seconds()));
    return before.wouldBeBest(loss)
        ? before.plusBest(point, files.write("round-%06d/best".formatted(position.rounds()), model))
        : before.plus(point);
  }

  /** Reads the parameters that are to be validated; returns whether they are a mean. */
  private boolean read(PartLayout layout, List<SealedFile> parts) {
    boolean averaged = false;
    for (int part = 0; part < parts.size(); part++) {
      PartState.Stored stored = PartState.fromBytes(files.read(parts.get(part)));
      averaged = stored.state().averaged() > 0;
      layout.scatter(part, averaged ? stored.state().average() : stored.parameters(), parameters);
    }
    return averaged;
  }
}
