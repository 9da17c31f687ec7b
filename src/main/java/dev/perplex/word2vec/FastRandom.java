package dev.perplex.word2vec;

import dev.perplex.provenance.Seeds;

/**
 * SplitMix64 (Steele, Lea and Flood 2014), the generator of {@link java.util.SplittableRandom}
 * without its range checks, which would stand in the innermost loop.
 */
final class FastRandom {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /**
   * @param seed from {@link Seeds}
   */
  FastRandom(long seed) {
    this.state = seed;
  }

  long nextLong() {
    state += GOLDEN_GAMMA;
    return Seeds.mix(state);
  }

  /** From 0 to {@code bound - 1}; off from uniform by less than bound / 2^32. */
  int below(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  /** Uniform in [0, 1), of 24 bits. */
  float nextFloat() {
    return (nextLong() >>> 40) * 0x1p-24f;
  }
}
