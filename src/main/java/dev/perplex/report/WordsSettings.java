package dev.perplex.report;

import dev.perplex.provenance.Check;

/**
 * Which words are listed by their losses.
 *
 * @param count of each list; 0 for none
 * @param leastTokens words that stand less often in the test split are left out of the list by mean
 */
public record WordsSettings(int count, int leastTokens) {
  public WordsSettings {
    Check.atLeast("count", count, 0);
    Check.atMost("count", count, 10_000);
    Check.atLeast("least-tokens", leastTokens, 1);
  }
}
