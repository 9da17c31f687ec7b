package dev.perplex.lm.spark;

import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.Position;
import dev.perplex.lm.rounds.RoundShares;
import dev.perplex.lm.rounds.WorkerFigures;
import dev.perplex.store.SealedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * All that a training is after a number of rounds: it goes on from here to the same bits.
 *
 * @param position how far it is
 * @param workers that made it
 * @param laneLength time steps of a lane in an epoch
 * @param shapes of the parameters, in order
 * @param parts parameters and what goes with them, by part
 * @param states of the workers; null for one that starts afresh
 * @param segment what the segment that is not at its end has so far
 * @param best segment of the best model; -1 before the first
 * @param bestModel the model with the lowest validation loss; null before the first
 * @param curve a point a segment
 */
record RoundCheckpoint(
    Position position,
    int workers,
    long laneLength,
    List<Shape> shapes,
    List<SealedFile> parts,
    List<SealedFile> states,
    Segment segment,
    int best,
    SealedFile bestModel,
    List<LearningPoint> curve) {

  /** A parameter's shape. */
  record Shape(String name, int rows, int columns) {
    static List<Shape> of(List<Tensor> tensors) {
      return tensors.stream()
          .map(each -> new Shape(each.name(), each.rows(), each.columns()))
          .toList();
    }

    @Override
    public String toString() {
      return name + " [" + rows + ", " + columns + "]";
    }
  }

  /**
   * Sums over the rounds of a segment.
   *
   * @param loss nats, of the tokens of workers that were not left out
   * @param seconds of training
   * @param rounds what rounds cost; null in a checkpoint of a version that did not look
   */
  record Segment(double loss, long tokens, double seconds, Rounds rounds) {
    static final Segment START = new Segment(0, 0, 0, Rounds.START);

    /**
     * With one more round.
     *
     * @param took seconds
     * @param rate of its last minibatch
     */
    Segment plus(RoundShares shares, double took, List<WorkerFigures> workers, double rate) {
      return new Segment(
          loss + shares.loss(),
          tokens + shares.tokens(),
          seconds + took,
          rounds == null ? null : rounds.plus(workers, rate));
    }
  }

  /**
   * Further sums over the rounds of a segment.
   *
   * @param minibatches of all workers
   * @param gradientNorms of them, before clipping
   * @param training seconds of the slowest worker of each round
   * @param rate of the last minibatch
   */
  record Rounds(long minibatches, double gradientNorms, double training, double rate) {
    static final Rounds START = new Rounds(0, 0, 0, 0);

    Rounds plus(List<WorkerFigures> workers, double lastRate) {
      long count = minibatches;
      double norms = gradientNorms;
      double slowest = 0;
      for (WorkerFigures worker : workers) {
        if (worker.isFinite() && Double.isFinite(worker.gradientNorms())) {
          count += worker.minibatches();
          norms += worker.gradientNorms();
        }
        slowest = Math.max(slowest, worker.seconds());
      }
      return new Rounds(count, norms, training + slowest, lastRate);
    }

    /** Null where no minibatch had a finite one. */
    Double meanNorm() {
      return minibatches == 0 ? null : (Double) (gradientNorms / minibatches);
    }
  }

  RoundCheckpoint {
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(shapes, "shapes");
    parts = List.copyOf(parts); // none of them null
    Objects.requireNonNull(states, "states");
    Objects.requireNonNull(segment, "segment");
    Objects.requireNonNull(curve, "curve");
  }

  /** Before the first round: nothing lies on storage. */
  static RoundCheckpoint beginning(int workers, long laneLength, List<Tensor> start) {
    return new RoundCheckpoint(
        Position.START,
        workers,
        laneLength,
        Shape.of(start),
        List.of(),
        List.of(),
        Segment.START,
        -1,
        null,
        List.of());
  }

  /** Whether no round was done. */
  boolean isBeginning() {
    return parts.isEmpty();
  }

  /** The files that it names. */
  List<SealedFile> files() {
    List<SealedFile> files = new ArrayList<>(parts);
    states.stream().filter(Objects::nonNull).forEach(files::add);
    if (bestModel != null) {
      files.add(bestModel);
    }
    return files;
  }
}
