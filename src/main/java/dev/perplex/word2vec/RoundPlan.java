package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import java.io.Serializable;

/**
 * Which tokens each worker trains on in each round: worker w owns the tokens from w * N / W, of
 * which the r-th of R equal parts is round r's. Parts differ by one token at most; windows do not
 * reach over their edges.
 *
 * @param tokens N, the length of the training split
 * @param workers W
 * @param rounds R, rounds an epoch
 * @param epochs passes over the training split
 */
public record RoundPlan(long tokens, int workers, int rounds, int epochs) implements Serializable {

  /** A round is not shorter than this for each worker: it would cost more than it trains. */
  private static final long LEAST_TOKENS = 50_000;

  /**
   * Tokens of a worker's round, times the fourth power of how many times the rate of one worker it
   * learns at: in longer rounds the workers' rows grow apart.
   */
  private static final double STALE = 39e6;

  /** Rounds shorter than this bring several passes nothing more. */
  private static final double FRESH = 92_000;

  private static final int MOST_IDS = Integer.MAX_VALUE - 8; // of an array

  /** And not longer, so that a killed driver loses minutes at most. */
  private static final long MOST_TOKENS = 50_000_000;

  /**
   * The plan by the settings; with {@code rounds-per-epoch = 0}, rounds are chosen: W workers get
   * about W^2 over the whole training, and more where parts are so long that rows of different
   * workers would grow apart, by the measurements in {@code training.md}: up to W^2 an epoch in one
   * pass, up to twice as many in several.
   *
   * @throws PerplexException where the ids of a part do not fit one array
   */
  public static RoundPlan of(long tokens, Word2vecSettings settings) {
    int rounds = settings.roundsPerEpoch();
    RoundPlan plan =
        new RoundPlan(
            tokens,
            settings.workers(),
            rounds > 0 ? rounds : chosenRounds(tokens, settings),
            settings.epochs());
    if (plan.longest() > MOST_IDS) {
      throw PerplexException.usage(
          "word2vec.rounds-per-epoch = %d makes parts of %d tokens, which is above %d. Set"
              + " word2vec.rounds-per-epoch or word2vec.workers higher.",
          plan.rounds, plan.longest(), MOST_IDS);
    }
    return plan;
  }

  /** Tokens of the longest part, which one worker trains on in one round. */
  public long longest() {
    long share = (tokens + workers - 1) / workers;
    return (share + rounds - 1) / rounds;
  }

  /** Bytes of a worker's text of a round: the ids as read, and what subsampling leaves of them. */
  public long textBytes() {
    return 2L * Integer.BYTES * longest();
  }

  private static int chosenRounds(long all, Word2vecSettings settings) {
    long workers = settings.workers();
    long share = Math.max(1, all / workers);
    long wanted = 1;
    if (workers > 1) {
      long square = workers * workers;
      long sparing = (square + settings.epochs() - 1) / settings.epochs();
      double tokens = Math.max(FRESH, STALE / Math.pow(WorkerRate.factor(settings), 4));
      long bound = settings.epochs() == 1 ? square : 2 * square;
      wanted = Math.max(sparing, (long) Math.min(bound, Math.ceil(share / tokens)));
    }
    long most = Math.max(1, share / LEAST_TOKENS);
    long least = (share + MOST_TOKENS - 1) / MOST_TOKENS;
    return Math.toIntExact(Math.max(least, Math.min(wanted, most)));
  }

  /** Tokens over all epochs. */
  public long tokensTotal() {
    return Math.multiplyExact(tokens, epochs);
  }

  /** Rounds over all epochs. */
  public int roundsTotal() {
    return Math.multiplyExact(rounds, epochs);
  }

  /** Where the worker's part of the round starts. */
  public long start(int worker, int round) {
    long first = part(tokens, worker, workers);
    long next = part(tokens, worker + 1, workers);
    return first + part(next - first, round, rounds);
  }

  /** Tokens in the worker's part of the round, possibly none. */
  public int length(int worker, int round) {
    return Math.toIntExact(start(worker, round + 1) - start(worker, round));
  }

  /** Tokens that all workers have done, over all epochs, when the round begins. */
  public long tokensBefore(int epoch, int round) {
    long sum = epoch * tokens;
    for (int worker = 0; worker < workers; worker++) {
      sum += start(worker, round) - start(worker, 0);
    }
    return sum;
  }

  // floor(length * index / count) without the overflow of the product
  private static long part(long length, int index, int count) {
    return length / count * index + length % count * index / count;
  }
}
