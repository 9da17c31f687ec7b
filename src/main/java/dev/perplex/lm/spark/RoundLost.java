package dev.perplex.lm.spark;

/**
 * What a round needs is no longer in any executor's memory: an executor was lost. The rounds since
 * the last checkpoint have to be done again, to the same bits.
 */
final class RoundLost extends Exception {
  private static final long serialVersionUID = 1L;

  RoundLost(String what) {
    super(what);
  }
}
