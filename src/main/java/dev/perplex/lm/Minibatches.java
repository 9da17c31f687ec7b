package dev.perplex.lm;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.IdStream;
import java.io.Serializable;

/**
 * How a token stream is laid out in minibatches. The stream's first {@code lanes * laneLength + 1}
 * tokens are cut in {@code workers * batch} lanes, each a contiguous run of equal length; worker
 * {@code w} has lanes {@code w * batch} to {@code (w + 1) * batch - 1}. Minibatch {@code m} of a
 * worker holds time steps {@code m * bptt} to {@code (m + 1) * bptt} of its lanes; the last one of
 * an epoch may have fewer time steps. A label is the token after its input, so each token but the
 * first is a label exactly once, save a rest of fewer than {@code lanes} tokens at the stream's
 * end. Where not all tokens are used, each lane stops after its share: what is used is spread over
 * the whole stream, which may be sorted.
 *
 * @param tokens tokens of the stream
 * @param used of them, at most, in an epoch; 0 for all
 * @param workers models that train side by side
 * @param batch lanes of a worker
 * @param bptt time steps of a minibatch
 */
public record Minibatches(long tokens, long used, int workers, int batch, int bptt)
    implements Serializable {
  private static final int[] NONE = {};

  /**
   * @throws PerplexException (data refused) where a lane would hold fewer than two time steps
   */
  public Minibatches {
    long two = 2L * workers * batch; // time steps of all lanes
    boolean tooShort = tokens < two + 1; // the last label has no input of its own
    if (tooShort || (used != 0 && used < two)) {
      throw PerplexException.dataRefused(
          "train.batch = %d with train.workers = %d needs at least %d tokens; %s %d. Lower"
              + " train.batch or train.workers.",
          batch,
          workers,
          tooShort ? two + 1 : two,
          tooShort ? "the train split has" : "train.max-tokens is",
          tooShort ? tokens : used);
    }
  }

  public static Minibatches of(TrainSettings settings, long split) {
    return new Minibatches(
        split, settings.maxTokens(), settings.workers(), settings.batch(), settings.bptt());
  }

  /** Tokens from the start of a lane to that of the next. */
  private long laneStride() {
    return (tokens - 1) / ((long) workers * batch);
  }

  /** Time steps of a lane in an epoch. */
  public long laneLength() {
    long lanes = (long) workers * batch;
    return used == 0 ? laneStride() : Math.min(laneStride(), used / lanes);
  }

  /** Minibatches of each worker in an epoch. */
  public long perEpoch() {
    return (laneLength() + bptt - 1) / bptt;
  }

  /** Tokens that all workers together have as labels in an epoch's minibatches before this one. */
  public long labelsBefore(long minibatch) {
    return Math.min(minibatch * bptt, laneLength()) * workers * batch;
  }

  /** A worker's minibatch of an epoch. */
  public Minibatch read(IdStream stream, int worker, long minibatch) {
    if (minibatch < 0 || minibatch >= perEpoch()) {
      throw new IndexOutOfBoundsException("minibatch " + minibatch + " of worker " + worker);
    }
    long start = minibatch * bptt;
    int steps = Math.toIntExact(Math.min(bptt, laneLength() - start));
    return cut(lanes(stream, worker, start, steps), null, 0, steps);
  }

  /**
   * The ids of a worker's lanes, each lane read at once.
   *
   * @param from first time step, counted from the lanes' starts
   * @param steps to read
   * @return by lane, {@code steps + 1} ids: the last is a label only
   */
  public int[][] lanes(IdStream stream, int worker, long from, int steps) {
    int[][] lanes = new int[batch][];
    for (int lane = 0; lane < batch; lane++) {
      lanes[lane] = stream.read(place(worker, lane, from, steps), steps + 1);
    }
    return lanes;
  }

  /**
   * The time steps of a worker's lanes whose labels begin documents.
   *
   * @param from first time step, counted from the lanes' starts
   * @param steps to look through
   * @return by lane, places counted from {@code from}, in order
   */
  public int[][] documents(IdStream stream, int worker, long from, int steps) {
    int[][] lanes = new int[batch][];
    for (int lane = 0; lane < batch; lane++) {
      lanes[lane] = stream.documents(place(worker, lane, from, steps) + 1, steps);
    }
    return lanes;
  }

  /** Where in the stream a time step of a worker's lane is. */
  private long place(int worker, int lane, long from, int steps) {
    if (worker < 0 || worker >= workers || from < 0 || from + steps > laneLength()) {
      throw new IndexOutOfBoundsException(
          "steps " + from + " to " + (from + steps) + " of worker " + worker);
    }
    return ((long) worker * batch + lane) * laneStride() + from;
  }

  /**
   * A minibatch of lanes that were read: {@code steps} time steps from step {@code from} on.
   *
   * @param documents what {@link #documents} gave for the same lanes; null where state is carried
   *     from document to document
   */
  public static Minibatch cut(int[][] lanes, int[][] documents, int from, int steps) {
    int[] inputs = new int[lanes.length * steps];
    int[] labels = new int[lanes.length * steps];
    boolean[] starts = {};
    for (int lane = 0; lane < lanes.length; lane++) {
      System.arraycopy(lanes[lane], from, inputs, lane * steps, steps);
      System.arraycopy(lanes[lane], from + 1, labels, lane * steps, steps);
      for (int step : documents == null ? NONE : documents[lane]) {
        if (step >= from && step < from + steps) {
          starts = starts.length == 0 ? new boolean[inputs.length] : starts;
          starts[lane * steps + step - from] = true;
        }
      }
    }
    return new Minibatch(lanes.length, steps, inputs, labels, starts);
  }
}
