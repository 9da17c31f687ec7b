package dev.perplex.eval;

import java.util.SplittableRandom;

/** Normal numbers, by Box and Muller. */
final class Normal {
  private Normal() {}

  static double draw(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
