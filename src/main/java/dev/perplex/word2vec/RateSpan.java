package dev.perplex.word2vec;

/**
 * The learning rate over a worker's part of one round: it falls linearly with the tokens that all
 * workers have done, to a floor of a ten-thousandth of its start (word2vec.c).
 *
 * @param start the learning rate at the first token of the training
 * @param from the share of the whole training that is done where the round begins
 * @param to the same where it ends
 */
public record RateSpan(double start, double from, double to) {
  private static final double FLOOR = 1e-4;

  /**
   * @param part the share of the worker's part that is done
   */
  public float at(double part) {
    double done = from + part * (to - from);
    return (float) (start * Math.max(1 - done, FLOOR));
  }
}
