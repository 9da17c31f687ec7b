package dev.perplex.report;

import dev.perplex.provenance.Check;

/**
 * Which documents are listed.
 *
 * @param count of the hardest, and of the easiest; 0 for none
 * @param leastTokens shorter ones are left out
 * @param characters of a document's text that are shown
 */
public record DocumentsSettings(int count, int leastTokens, int characters) {
  public DocumentsSettings {
    Check.atLeast("count", count, 0);
    Check.atMost("count", count, 1000);
    Check.atLeast("least-tokens", leastTokens, 1);
    Check.atLeast("characters", characters, 1);
    Check.atMost("characters", characters, 100_000);
  }
}
