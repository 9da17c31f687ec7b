package dev.perplex.word2vec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a word's cosines with a, b and c become its score as the answer to "a is to b as c is to ?".
 */
public enum AnalogyMethod {
  /** The sum b + c - a (Mikolov, Yih and Zweig 2013; word2vec.c). */
  COS_ADD("3CosAdd") {
    @Override
    public double score(double a, double b, double c) {
      return b + c - a;
    }
  },

  /**
   * The product b * c / (a + 0.000001), cosines shifted to [0, 1] first (Levy and Goldberg 2014,
   * equation 4).
   */
  COS_MUL("3CosMul") {
    @Override
    public double score(double a, double b, double c) {
      return (1 + b) / 2 * ((1 + c) / 2) / ((1 + a) / 2 + 1e-6);
    }
  };

  private final String label;

  AnalogyMethod(String label) {
    this.label = label;
  }

  /** As papers write it. */
  public String label() {
    return label;
  }

  /** By its label, in any case. */
  public static Optional<AnalogyMethod> named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.label.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** The larger, the better the answer. */
  public abstract double score(double a, double b, double c);
}
