package dev.perplex.lm.rounds;

/** Where changes are merged, by the number of workers. */
public final class MergeRule {
  /**
   * A change from each other worker, or a merged step and as much sent to be merged: with three
   * workers it is two changes either way.
   */
  private static final int MOST_EVERYWHERE = 3;

  private MergeRule() {}

  /**
   * Whether each executor merges the changes itself as it starts the next round: with few workers
   * no more travels that way than by steps that others merged, and a round is one stage instead of
   * two.
   */
  public static boolean mergesEverywhere(int workers) {
    return workers <= MOST_EVERYWHERE;
  }
}
