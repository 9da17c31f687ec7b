package dev.perplex.lm;

/** How changes of parameters travel between workers. */
public enum Wire {
  /** Four bytes a number, nothing lost. */
  FP32,
  /**
   * Two bytes a number, scaled by block; what rounding takes away is added to the next round's
   * change on both ways (Seide et al. 2014; Tang et al. 2019, arXiv 1905.05957).
   */
  FP16
}
