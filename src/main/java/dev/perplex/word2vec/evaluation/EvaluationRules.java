package dev.perplex.word2vec.evaluation;

import dev.perplex.provenance.Check;
import dev.perplex.word2vec.AnalogyMethod;

/**
 * What counts in an evaluation.
 *
 * @param analogyWords the first words of the vectors, among which questions and answers lie; 0 for
 *     all. Others leave the questions they stand in out
 * @param similarityWords the same for word pairs
 */
public record EvaluationRules(
    int analogyWords, int similarityWords, LetterCase letterCase, AnalogyMethod method) {

  /** Analogies among the first 30,000 words, as word2vec.c's demonstrations have it. */
  public static final EvaluationRules USUAL =
      new EvaluationRules(30_000, 0, LetterCase.IGNORED, AnalogyMethod.COS_ADD);

  public EvaluationRules {
    Check.atLeast("analogy-words", analogyWords, 0);
    Check.atLeast("similarity-words", similarityWords, 0);
  }
}
