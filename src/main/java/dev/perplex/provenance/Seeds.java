package dev.perplex.provenance;

import java.util.SplittableRandom;

/**
 * Every random stream of Perplex starts here, from what it is for, so that a task that Spark runs
 * again draws the same numbers. The seed is a setting; run ids and clocks never reach numbers.
 */
public final class Seeds {
  private Seeds() {}

  /** A well-mixed seed of one stream: what a worker does in one epoch (or round) of one stage. */
  public static long of(long seed, Stage stage, long epoch, long worker) {
    long mixed = mix(seed + 0x9E3779B97F4A7C15L);
    mixed = mix(mixed ^ (stage.label().hashCode() + 1L) * 0xD1B54A32D192ED03L);
    mixed = mix(mixed ^ (epoch + 1) * 0x8CB92BA72F3D8DD7L);
    return mix(mixed ^ (worker + 1) * 0xAEF17502108EF2D9L);
  }

  public static SplittableRandom random(long seed, Stage stage, long epoch, long worker) {
    return new SplittableRandom(of(seed, stage, epoch, worker));
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014, fig. 16): a bijection on 64 bits. */
  public static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
