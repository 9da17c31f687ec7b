package dev.perplex.registry;

import dev.perplex.text.TextProfile;
import java.util.List;

/**
 * What is known of a corpus before anything is trained on it.
 *
 * @param documentsRead duplicates included
 * @param documentsDuplicate of them dropped, as they stand there already
 * @param characters of the raw text of all splits
 * @param trainTokens {@code <eos>} included
 * @param testTokens likewise
 * @param testUnknown of these
 * @param growth distinct words among the first tokens of the training split
 * @param tokenizer checksum of the tokenizer file: what counts tokens compares where it is the same
 * @param profile of a sample of the training split
 */
public record DataFacts(
    long documentsRead,
    long documentsDuplicate,
    long characters,
    long trainTokens,
    long testTokens,
    long testUnknown,
    List<Growth> growth,
    String tokenizer,
    TextProfile profile) {

  /** Distinct words among the first tokens. */
  public record Growth(long tokens, long types) {}

  public DataFacts {
    growth = List.copyOf(growth);
  }

  public double unknownShare() {
    return (double) testUnknown / Math.max(1, testTokens);
  }

  public double duplicateShare() {
    return (double) documentsDuplicate / Math.max(1, documentsRead);
  }
}
