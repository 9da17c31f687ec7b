package dev.perplex.word2vec.evaluation;

import java.util.Map;

/** What an evaluation found. */
public sealed interface EvaluationScores permits AnalogyScores, SimilarityScores {

  /** The name of the file. */
  String set();

  /** Words of the vectors that took part. */
  int words();

  /** The same for JSON; what is not defined is null. */
  Map<String, Object> values();
}
