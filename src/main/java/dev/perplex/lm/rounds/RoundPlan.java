package dev.perplex.lm.rounds;

import dev.perplex.lm.Minibatches;
import dev.perplex.lm.TrainSettings;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Where rounds, segments and epochs begin and end. All of it follows from the settings and the
 * position, so that a training that goes on does as one that was never stopped. Epochs and segments
 * end rounds and minibatches.
 *
 * @param layout of the text
 * @param randomLengths whether minibatches have random lengths (Merity et al. 2017, section 5)
 * @param roundMinibatches of each worker in a round
 * @param segmentTokens between two validations, of all workers together; 0 for an epoch
 * @param epochs passes over the text
 */
public record RoundPlan(
    Minibatches layout,
    boolean randomLengths,
    int roundMinibatches,
    long segmentTokens,
    int epochs,
    long seed)
    implements Serializable {

  /** Standard deviation of random lengths, time steps. */
  private static final double SPREAD = 5;

  /** Minibatches of a lone worker's round: its rounds change nothing. */
  private static final int ALONE = 50;

  private static final int SHORTEST = 5;
  private static final int LONGEST = 20;

  /** Rounds of a whole training below which rounds are made shorter, to the shortest. */
  private static final int ENOUGH = 370;

  /**
   * Floating-point operations of a lone worker's round, at most, from which on it is made shorter,
   * to the shortest: half a minute of a core at 40 GFLOP/s. Progress is told and checkpoints are
   * made between rounds.
   */
  private static final double LONG_WORK = 1.2e12;

  /**
   * Operations by parameter and token: three products, each of a multiplication and an addition.
   */
  private static final double OPERATIONS = 6;

  /**
   * As the settings say. Where they leave the length of a round open, several workers have rounds
   * as long as leaves the training rounds enough, and one worker shorter ones where minibatches are
   * large.
   *
   * @param split tokens of the training split
   * @param parameters of the network
   */
  public static RoundPlan of(TrainSettings settings, long split, long parameters) {
    Minibatches layout = Minibatches.of(settings, split);
    return new RoundPlan(
        layout,
        settings.randomLengths(),
        settings.roundMinibatches() > 0
            ? settings.roundMinibatches()
            : chosen(layout, settings.epochs(), parameters),
        settings.segmentTokens(),
        settings.epochs(),
        settings.seed());
  }

  private static int chosen(Minibatches layout, int epochs, long parameters) {
    double work = OPERATIONS * parameters * layout.batch() * layout.bptt();
    double enough =
        layout.workers() == 1
            ? Math.min(ALONE, LONG_WORK / work)
            : Math.min(LONGEST, layout.perEpoch() * epochs / ENOUGH);
    return (int) Math.max(SHORTEST, enough);
  }

  /** Time steps of the longest minibatch there can be. */
  public int longest() {
    return randomLengths ? layout.bptt() + 2 * (int) SPREAD : layout.bptt();
  }

  public long tokensTotal() {
    return tokensOfEpoch() * epochs;
  }

  public long tokensOfEpoch() {
    return layout.laneLength() * lanes();
  }

  private long lanes() {
    return (long) layout.workers() * layout.batch();
  }

  /**
   * What a training comes to.
   *
   * @param minibatches of each worker
   */
  public record Totals(long rounds, long minibatches, long validations) {}

  /** By walking through an epoch; where lengths are random, others differ from it a little. */
  public Totals totals() {
    long validations = 0;
    Position position = Position.START;
    while (position.epoch() == 0) {
      position = after(position, lengths(position));
      validations += endsSegment(position) ? 1 : 0;
    }
    return new Totals(
        Math.multiplyExact((long) position.rounds(), epochs),
        position.minibatches() * epochs,
        validations * epochs);
  }

  public boolean isDone(Position position) {
    return position.epoch() >= epochs;
  }

  /** Whether a validation is due at a position that a round ended in. */
  public boolean endsSegment(Position position) {
    return position.step() == 0 || segmentEnd(position.step() - 1) == position.step();
  }

  /** Time steps of each minibatch of the round that begins here. */
  public int[] lengths(Position position) {
    int[] lengths = new int[roundMinibatches];
    long end = segmentEnd(position.step());
    long step = position.step();
    int count = 0;
    while (count < roundMinibatches && step < end) {
      int wanted = length(position.epoch(), position.minibatch() + count);
      lengths[count] = (int) Math.min(wanted, end - step);
      step += lengths[count++];
    }
    return Arrays.copyOf(lengths, count);
  }

  /** Where the round with minibatches of these lengths ends. */
  public Position after(Position position, int[] lengths) {
    long step = position.step() + Arrays.stream(lengths).sum();
    boolean over = step >= layout.laneLength();
    return new Position(
        position.rounds() + 1,
        position.epoch() + (over ? 1 : 0),
        over ? 0 : step,
        over ? 0 : position.minibatch() + lengths.length,
        position.minibatches() + lengths.length,
        position.tokens() + (step - position.step()) * lanes());
  }

  /** Passes over the text so far, as a fraction. */
  public double epochsDone(Position position) {
    return position.epoch() + (double) position.step() / layout.laneLength();
  }

  /**
   * A place in this layout that is as far as one in another layout: where the number of workers has
   * changed. Lanes are then others, so some text is read again, and other text not at all.
   */
  public Position movedFrom(Position position, long oldLaneLength) {
    if (oldLaneLength == layout.laneLength()) {
      return position;
    }
    double share = (double) position.step() / oldLaneLength;
    long step = (long) (share * layout.laneLength()) / layout.bptt() * layout.bptt();
    return new Position(
        position.rounds(),
        position.epoch(),
        step,
        step / layout.bptt(),
        position.minibatches(),
        position.tokens());
  }

  /** The end of the segment that the time step is in. */
  private long segmentEnd(long step) {
    long lane = layout.laneLength();
    if (segmentTokens == 0) {
      return lane;
    }
    long minibatches = Math.max(1, segmentTokens / (lanes() * layout.bptt()));
    long length = minibatches * layout.bptt();
    long segments = Math.max(1, (lane + length / 2) / length); // a short rest joins the last one
    long segment = Math.min(step / length, segments - 1);
    return segment == segments - 1 ? lane : (segment + 1) * length;
  }

  private int length(int epoch, long minibatch) {
    int bptt = layout.bptt();
    if (!randomLengths) {
      return bptt;
    }
    SplittableRandom random =
        new SplittableRandom(Seeds.mix(Seeds.of(seed, Stage.TRAIN, epoch, minibatch)));
    double mean = random.nextDouble() < 0.95 ? bptt : bptt / 2.0;
    // Box and Muller: the JDK's generators give normal numbers through java.util.Random alone.
    double normal =
        Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
            * Math.cos(2 * Math.PI * random.nextDouble());
    long length = Math.round(mean + SPREAD * normal);
    return (int) Math.max(Math.min(5, bptt), Math.min(longest(), length));
  }
}
