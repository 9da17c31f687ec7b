package dev.perplex.store;

import java.util.Comparator;

/**
 * A claimant's wish to own, or its ownership: a file whose name says all of this. Beats are files
 * beside it; a claim with a beat is an owner's.
 *
 * @param epoch above those of all owners before
 * @param claimant a name that no other process has
 * @param millis how long its claimant may be silent before others may take it for dead
 */
record Claim(long epoch, String claimant, long millis) implements Comparable<Claim> {
  static final long MOST_MILLIS = 86_400_000L;

  /** The last whose files have names that {@link LeaseView} knows. */
  static final long MOST_EPOCH = 999_999_999_999_999L;

  /** Of two that are made at once, the greater goes first. */
  private static final Comparator<Claim> PRIORITY =
      Comparator.comparingLong(Claim::epoch)
          .thenComparing(Claim::claimant)
          .thenComparingLong(Claim::millis);

  String file() {
    return LeaseView.EPOCH.formatted(epoch) + "-" + claimant + "-" + millis + LeaseView.CLAIM;
  }

  String beatFile(long number) {
    return LeaseView.EPOCH.formatted(epoch) + "-" + claimant + "-" + number + LeaseView.BEAT;
  }

  /** What remains of the last owner: so that no epoch is ever used twice. */
  String releasedFile() {
    return LeaseView.EPOCH.formatted(epoch) + LeaseView.RELEASED;
  }

  @Override
  public int compareTo(Claim other) {
    return PRIORITY.compare(this, other);
  }
}
