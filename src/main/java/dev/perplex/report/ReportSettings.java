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
 * @param neighbours words of which the report lists the nearest vectors; those outside the
 *     vocabulary are left out
 * @param pcaWords pairs of words for the picture by principal components, two words a text; pairs
 *     with a word outside the vocabulary are left out
 * @param map the map of frequent words
 */
public record ReportSettings(
    Reading.State state,
    CacheSettings cache,
    DynamicSettings dynamic,
    List<String> neighbours,
    List<String> pcaWords,
    MapSettings map) {

  public ReportSettings {
    Check.that(state != null, "state", state, "is not given");
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
