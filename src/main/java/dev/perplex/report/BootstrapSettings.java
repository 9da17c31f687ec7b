package dev.perplex.report;

import dev.perplex.provenance.Check;

/**
 * How intervals and p-values are made.
 *
 * @param resamples drawn
 * @param level of the intervals
 * @param block documents in a row that are drawn together
 * @param seed of the draws
 */
public record BootstrapSettings(int resamples, double level, int block, long seed) {
  public BootstrapSettings {
    Check.atLeast("resamples", resamples, 100);
    Check.atMost("resamples", resamples, 1_000_000);
    Check.between("level", level, 0.5, 0.999);
    Check.atLeast("block", block, 1);
  }
}
