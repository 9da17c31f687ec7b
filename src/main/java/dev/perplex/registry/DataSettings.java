package dev.perplex.registry;

import dev.perplex.provenance.Check;

/**
 * The bounds of the data gate; 0 turns a bound off. All but the first two are held against the data
 * that the champion was trained on.
 *
 * @param action what a refusal does
 * @param minTokens of the training split
 * @param maxUnknown share of the test split's tokens that are unknown
 * @param minTextRatio characters of all splits, by the champion's
 * @param minTokenRatio tokens of the training split, by the champion's
 * @param maxTokenRatio likewise
 * @param maxUnknownRise of the share of unknown tokens
 * @param maxTypeRatio of distinct words among as many tokens, up or down
 * @param maxDuplicateRise of the share of documents that stand there already
 * @param maxScriptDrift total variation distance between shares of scripts and kinds of characters,
 *     0 to 1
 * @param maxLanguageDrift Jensen-Shannon divergence between shares of letter trigrams, 0 to 1 bit
 * @param sample characters of the training split that the last two are measured on
 */
public record DataSettings(
    Action action,
    long minTokens,
    double maxUnknown,
    double minTextRatio,
    double minTokenRatio,
    double maxTokenRatio,
    double maxUnknownRise,
    double maxTypeRatio,
    double maxDuplicateRise,
    double maxScriptDrift,
    double maxLanguageDrift,
    long sample) {

  /** What a refusal does. */
  public enum Action {
    /** Ends the run with exit code 20. */
    REFUSE,
    /** Is told, and training goes on. */
    WARN,
    /** Nothing is measured. */
    OFF
  }

  public DataSettings {
    Check.atLeast("min-tokens", minTokens, 0);
    Check.between("max-unknown", maxUnknown, 0, 1);
    Check.between("min-text-ratio", minTextRatio, 0, 1);
    Check.between("min-token-ratio", minTokenRatio, 0, 1);
    Check.that(
        maxTokenRatio == 0 || maxTokenRatio >= 1,
        "max-token-ratio",
        maxTokenRatio,
        "is neither 0 nor at least 1");
    Check.between("max-unknown-rise", maxUnknownRise, 0, 1);
    Check.that(
        maxTypeRatio == 0 || maxTypeRatio >= 1,
        "max-type-ratio",
        maxTypeRatio,
        "is neither 0 nor at least 1");
    Check.between("max-duplicate-rise", maxDuplicateRise, 0, 1);
    Check.between("max-script-drift", maxScriptDrift, 0, 1);
    Check.between("max-language-drift", maxLanguageDrift, 0, 1);
    Check.atLeast("sample", sample, 1000);
  }
}
