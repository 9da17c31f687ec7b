package dev.perplex.report;

import dev.perplex.eval.Tally;

/**
 * One row of the table: a model on the test tokens.
 *
 * @param model what it is, for programs: {@code unigram}, {@code ngram}, {@code lstm}, {@code
 *     lstm+ngram}
 * @param title what it is, for people: {@code Kneser-Ney 5-gram}
 * @param weights which weights were scored
 * @param nats summed natural-log loss of all test tokens
 * @param perplexity all tokens counted, {@code <eos>} and {@code <unk>} as words
 * @param perplexityInterval of {@code perplexity}
 * @param perplexityWithoutEos {@code <eos>} tokens left out
 * @param perplexityWithoutUnk out-of-vocabulary tokens left out
 * @param bitsPerCharacter of the raw text; unknown words cost what {@code <unk>} costs
 * @param bitsPerCharacterInterval of it
 * @param bitsPerByte of the raw text in UTF-8, likewise
 * @param bitsPerByteInterval of it
 */
public record ModelScore(
    String model,
    String title,
    String weights,
    double nats,
    double perplexity,
    Interval perplexityInterval,
    double perplexityWithoutEos,
    double perplexityWithoutUnk,
    double bitsPerCharacter,
    Interval bitsPerCharacterInterval,
    double bitsPerByte,
    Interval bitsPerByteInterval) {

  /** A row without intervals. */
  public static ModelScore of(String model, String title, String weights, Tally tally) {
    return new ModelScore(
        model,
        title,
        weights,
        tally.nats(),
        tally.perplexity(),
        Interval.UNKNOWN,
        tally.perplexityWithoutEos(),
        tally.perplexityWithoutUnk(),
        tally.bitsPerCharacter(),
        Interval.UNKNOWN,
        tally.bitsPerByte(),
        Interval.UNKNOWN);
  }

  /** The same row with its intervals. */
  public ModelScore with(Interval ofPerplexity, Interval ofCharacters, Interval ofBytes) {
    return new ModelScore(
        model,
        title,
        weights,
        nats,
        perplexity,
        ofPerplexity,
        perplexityWithoutEos,
        perplexityWithoutUnk,
        bitsPerCharacter,
        ofCharacters,
        bitsPerByte,
        ofBytes);
  }
}
