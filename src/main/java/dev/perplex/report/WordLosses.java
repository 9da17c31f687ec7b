package dev.perplex.report;

import java.util.List;

/**
 * Words that cost the language model most.
 *
 * @param model whose losses they are: a row of the table
 * @param leastTokens words that stand less often in the test split are left out of {@code mean}
 * @param total most nats in all first
 * @param mean most nats a token first
 */
public record WordLosses(String model, int leastTokens, List<WordLoss> total, List<WordLoss> mean) {

  /**
   * A word.
   *
   * @param tokens times it stands in the test split
   * @param trainingCount times it stands in the training split
   * @param nats summed loss
   * @param mean nats a token
   * @param share of the test split's nats
   */
  public record WordLoss(
      String word, long tokens, long trainingCount, double nats, double mean, double share) {}
}
