package dev.perplex.report;

import dev.perplex.eval.Tally;

/**
 * One row of the table: a model on the test tokens.
 *
 * @param model what it is: {@code unigram}, {@code lstm}
 * @param weights which weights were scored
 * @param nats summed natural-log loss of all test tokens
 * @param perplexity all tokens counted, {@code <eos>} and {@code <unk>} as words
 * @param perplexityWithoutEos {@code <eos>} tokens left out
 * @param perplexityWithoutUnk out-of-vocabulary tokens left out
 * @param bitsPerCharacter of the raw text; unknown words cost what {@code <unk>} costs
 * @param bitsPerByte of the raw text in UTF-8, likewise
 */
public record ModelScore(
    String model,
    String weights,
    double nats,
    double perplexity,
    double perplexityWithoutEos,
    double perplexityWithoutUnk,
    double bitsPerCharacter,
    double bitsPerByte) {

  public static ModelScore of(String model, String weights, Tally tally) {
    return new ModelScore(
        model,
        weights,
        tally.nats(),
        tally.perplexity(),
        tally.perplexityWithoutEos(),
        tally.perplexityWithoutUnk(),
        tally.bitsPerCharacter(),
        tally.bitsPerByte());
  }
}
