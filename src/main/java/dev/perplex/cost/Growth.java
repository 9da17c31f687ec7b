package dev.perplex.cost;

/**
 * How many different things a text has, by a power of its length: {@code factor * tokens^power}
 * (Heaps 1978, for words). Never more than there are tokens.
 */
public record Growth(double factor, double power) {
  public Growth {
    if (!(factor > 0 && factor < Double.POSITIVE_INFINITY && power > 0 && power <= 1)) {
      throw new IllegalArgumentException("a growth of " + factor + " * tokens^" + power);
    }
  }

  public double of(double tokens) {
    return Math.min(tokens, factor * Math.pow(tokens, power));
  }
}
