package dev.perplex.word2vec.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far cosines agree with human judgements.
 *
 * @param set the name of the file
 * @param words of the vectors that took part
 * @param seen pairs whose words both take part; the others are left out
 * @param spearman rank correlation, ties at their mean rank; NaN where it is not defined (fewer
 *     than two pairs, or all scores or all cosines equal)
 * @param pearson correlation; NaN likewise
 */
public record SimilarityScores(
    String set, int words, long seen, long total, double spearman, double pearson)
    implements EvaluationScores {

  @Override
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("form", "similarities");
    values.put("set", set);
    values.put("words", words);
    values.put("seen", seen);
    values.put("total", total);
    values.put("spearman", Double.isNaN(spearman) ? null : spearman);
    values.put("pearson", Double.isNaN(pearson) ? null : pearson);
    return values;
  }
}
