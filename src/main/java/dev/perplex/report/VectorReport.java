package dev.perplex.report;

import java.util.List;

/**
 * What the report shows of the word vectors beside their neighbours.
 *
 * @param scores on files of questions, where the run has any
 * @param training round by round, where the run has recorded it
 * @param pairs the picture of chosen words
 * @param map the map of frequent words
 */
public record VectorReport(
    List<VectorScore> scores, List<TrainingRound> training, WordPairs pairs, WordMap map) {

  /** Draws the pictures of some vectors. */
  public static VectorReport of(
      ReportSettings settings,
      VectorRows vectors,
      List<VectorScore> scores,
      List<TrainingRound> training) {
    return new VectorReport(
        List.copyOf(scores),
        List.copyOf(training),
        WordPairs.of(settings.pairs(), vectors),
        WordMap.of(settings.map(), vectors));
  }
}
