package dev.perplex.report;

import dev.perplex.lm.CacheSettings;
import dev.perplex.lm.DynamicSettings;
import dev.perplex.lm.Reading;
import dev.perplex.provenance.Check;
import java.util.List;

/**
 * How the report is made.
 *
 * @param state whether recurrent state is carried between documents
 * @param cache the neural cache that a further row of the table has, where it has a window
 * @param dynamic the dynamic evaluation that a further row of the table has, where it has a rate
 * @param mixture rows that mix the language model with the n-gram model
 * @param bootstrap intervals and p-values
 * @param bands where bands of words begin, by their counts in the training split
 * @param documents that are listed
 * @param words that are listed
 * @param samples of text
 * @param growth tokens of the training split of which distinct words are counted; 0 for none
 * @param neighbours words of which the report lists the nearest vectors; those outside the
 *     vocabulary are left out
 * @param pcaWords pairs of words for the picture by principal components, two words a text; pairs
 *     with a word outside the vocabulary are left out
 * @param map the map of frequent words
 * @param prometheus file of metrics for Prometheus's node exporter; empty for none
 * @param mlflow folder of MLflow's file store that the run is added to; empty for none
 * @param openlineage folder that a file of the run's OpenLineage events is written to; empty for
 *     none
 */
public record ReportSettings(
    Reading.State state,
    CacheSettings cache,
    DynamicSettings dynamic,
    MixtureSettings mixture,
    BootstrapSettings bootstrap,
    List<Integer> bands,
    DocumentsSettings documents,
    WordsSettings words,
    SamplesSettings samples,
    long growth,
    List<String> neighbours,
    List<String> pcaWords,
    MapSettings map,
    String prometheus,
    String mlflow,
    String openlineage) {
  private static final int MOST_BANDS = 50;

  public ReportSettings {
    Check.that(state != null, "state", state, "is not given");
    Check.that(bands.size() <= MOST_BANDS, "bands", bands, "are more than " + MOST_BANDS);
    for (int i = 0; i < bands.size(); i++) {
      Check.that(bands.get(i) >= 1, "bands", bands, "begin below 1");
      Check.that(i == 0 || bands.get(i) > bands.get(i - 1), "bands", bands, "do not rise");
    }
    Check.atLeast("growth", growth, 0);
    pcaWords.forEach(WordPair::parse);
  }

  /** How the test split is read. */
  public Reading reading() {
    return new Reading(state, cache, dynamic);
  }

  /** The pairs of {@code pcaWords}. */
  List<WordPair> pairs() {
    return pcaWords.stream().map(WordPair::parse).toList();
  }
}
