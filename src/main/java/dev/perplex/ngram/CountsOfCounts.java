package dev.perplex.ngram;

import java.io.Serializable;

/**
 * How many n-grams of each order have a count of 1, of 2, and so on: all that discounts are made
 * of. Sums of these are taken in any order.
 */
public final class CountsOfCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Katz discounts counts up to 5 and needs one more. */
  static final int MOST = 6;

  private final long[][] numbers; // [order + 1][MOST + 1]; the first of each is unused

  public CountsOfCounts(int order) {
    this.numbers = new long[order + 1][MOST + 1];
  }

  void add(int n, long count) {
    if (count >= 1 && count <= MOST) {
      numbers[n][(int) count]++;
    }
  }

  /** N-grams of order {@code n} whose count is {@code count}. */
  public long of(int n, int count) {
    return numbers[n][count];
  }

  public int order() {
    return numbers.length - 1;
  }

  public CountsOfCounts plus(CountsOfCounts other) {
    CountsOfCounts sum = new CountsOfCounts(order());
    for (int n = 1; n < numbers.length; n++) {
      for (int count = 1; count <= MOST; count++) {
        sum.numbers[n][count] = numbers[n][count] + other.numbers[n][count];
      }
    }
    return sum;
  }
}
