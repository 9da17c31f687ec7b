package dev.perplex.store;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long claims have given no sign of life, by the clock of this process alone: what counts is
 * whether a beat is another than at the look before, never what time another machine has.
 */
final class SilenceWatch {
  private final long leastMillis;
  private final Map<Claim, Seen> seen = new HashMap<>();

  /**
   * @param nanos when a look with this beat had ended, for the first time
   * @param silent how long after that the last look with it began
   * @param moved whether the beat was ever another
   */
  private record Seen(long beat, long nanos, long silent, boolean moved) {}

  /**
   * @param leastMillis an owner is never taken for dead sooner, whatever length its claim states
   */
  SilenceWatch(long leastMillis) {
    this.leastMillis = leastMillis;
  }

  /**
   * @param before {@link System#nanoTime} before the folder was listed
   * @param after the same, afterwards
   */
  void saw(LeaseView view, long before, long after) {
    seen.keySet().removeIf(claim -> !view.has(claim));
    for (Claim claim : view.others(null)) {
      long beat = view.beat(claim);
      Seen last = seen.get(claim);
      if (last == null || last.beat() != beat) {
        seen.put(claim, new Seen(beat, after, 0, last != null));
      } else {
        seen.put(claim, new Seen(beat, last.nanos(), before - last.nanos(), last.moved()));
      }
    }
  }

  boolean isSilent(Claim claim) {
    Seen last = seen.get(claim);
    long length = Math.max(leastMillis, claim.millis());
    return last != null && last.silent() >= length * 1_000_000L;
  }

  /** The claim that goes first of all of others that were there at the last look. */
  Optional<Claim> first(String claimant) {
    return seen.keySet().stream()
        .filter(each -> !each.claimant().equals(claimant))
        .max(Comparator.naturalOrder());
  }

  /** An owner that was seen to be alive, if there is one. */
  Optional<Claim> beating() {
    return seen.entrySet().stream()
        .filter(each -> each.getValue().moved() && each.getValue().beat() != LeaseView.UNCONFIRMED)
        .map(Map.Entry::getKey)
        .max(Comparator.naturalOrder());
  }
}
