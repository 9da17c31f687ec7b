package dev.perplex.report;

import java.util.List;

/**
 * The documents that the language model finds hardest and easiest, by its mean loss a token.
 *
 * @param model by which they are ordered: a row of the table
 * @param leastTokens shorter documents are left out
 * @param considered documents that are long enough
 * @param worst highest loss first
 * @param best lowest loss first
 */
public record ScoredDocuments(
    String model,
    int leastTokens,
    long considered,
    List<ScoredDocument> worst,
    List<ScoredDocument> best) {

  /**
   * A document.
   *
   * @param document its number in the test split, from 0
   * @param models by each row of the table
   * @param text its tokens as text, cut where it is long
   */
  public record ScoredDocument(long document, long tokens, List<ModelLoss> models, String text) {}
}
