package dev.perplex.vocab;

import dev.perplex.provenance.Check;

/**
 * How the vocabulary is cut.
 *
 * @param minCount occurrences in the training split below which a word becomes {@code <unk>}
 * @param maxSize most words kept, {@code <unk>} and {@code <eos>} included; 0 for no limit
 */
public record VocabSettings(int minCount, int maxSize) {
  public VocabSettings {
    Check.atLeast("min-count", minCount, 1);
    Check.that(
        maxSize == 0 || maxSize >= 3,
        "max-size",
        maxSize,
        "leaves no room for a word (it counts <unk> and <eos>; 0 means no limit)");
  }
}
