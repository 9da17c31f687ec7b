package dev.perplex.report;

/**
 * How the report's intervals and p-values were made.
 *
 * @param level of the intervals: 0.95
 * @param resamples drawn, each of as many units as there are, with replacement
 * @param block documents in a row that are one unit
 * @param units that were drawn from
 * @param seed of the draws
 */
public record Bootstrap(double level, int resamples, int block, long units, long seed) {}
