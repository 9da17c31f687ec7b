package dev.perplex.report;

import java.util.List;

/**
 * Test tokens that have something in common, such as a range of counts in the training split.
 *
 * @param label for people
 * @param from smallest number of the range; null for the special words, which have a slice each
 * @param to largest number; null for a range without end, and for the special words
 * @param tokens in the slice, never 0
 * @param models losses by model, in the order of the table
 */
public record Slice(String label, Long from, Long to, long tokens, List<ModelLoss> models) {}
