package dev.perplex.store;

import dev.perplex.provenance.PerplexException;

/** Fences without a lease. */
public final class Fences {
  private Fences() {}

  public static Fence held(long epoch) {
    return of(epoch, () -> {});
  }

  public static Fence lost(long epoch) {
    return of(
        epoch,
        () -> {
          throw PerplexException.leaseLost("taken over.");
        });
  }

  /**
   * @param check what happens when it is asked
   */
  public static Fence of(long epoch, Runnable check) {
    return new Fence() {
      @Override
      public long epoch() {
        return epoch;
      }

      @Override
      public void check() {
        check.run();
      }
    };
  }
}
