package dev.perplex.ngram;

import java.util.Arrays;

/** How an n-gram model keeps probability for what it has not seen. */
public enum Smoothing {
  /** Interpolated, three discounts an order (Chen and Goodman 1998, section 3). */
  MODIFIED_KNESER_NEY(0),
  /** Interpolated, one discount an order, counts of continuations (Kneser and Ney 1995). */
  KNESER_NEY(1),
  /** Interpolated, one discount an order, plain counts (Ney, Essen and Kneser 1994). */
  ABSOLUTE(2),
  /** Good-Turing's discounts for small counts, back-off (Katz 1987). */
  KATZ(3),
  /** A constant added to each count (Lidstone 1920); unseen contexts are uniform. */
  ADD_K(4);

  private final int code;

  Smoothing(int code) {
    this.code = code;
  }

  /** What stands for it in files. */
  int code() {
    return code;
  }

  /** Null for a code of none. */
  static Smoothing of(int code) {
    return Arrays.stream(values()).filter(each -> each.code == code).findFirst().orElse(null);
  }

  /** Whether orders below the highest count in how many contexts an n-gram stands. */
  public boolean countsContinuations() {
    return this == MODIFIED_KNESER_NEY || this == KNESER_NEY;
  }

  /** Whether what is not listed takes its probability from the shorter context. */
  public boolean backsOff() {
    return this != ADD_K;
  }
}
