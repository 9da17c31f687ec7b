package dev.perplex.report;

import dev.perplex.provenance.Check;
import java.util.List;

/**
 * How the report is made.
 *
 * @param state whether recurrent state is carried between documents
 * @param neighbours words of which the report lists the nearest vectors; those outside the
 *     vocabulary are left out
 * @param pcaWords pairs of words for the picture by principal components, two words a text; pairs
 *     with a word outside the vocabulary are left out
 * @param map the map of frequent words
 */
public record ReportSettings(
    State state, List<String> neighbours, List<String> pcaWords, MapSettings map) {

  /** Where recurrent state starts anew. */
  public enum State {
    /** At each document; documents are scored side by side. */
    DOCUMENT
  }

  public ReportSettings {
    Check.that(state != null, "state", state, "is not given");
    pcaWords.forEach(WordPair::parse);
  }

  /** The pairs of {@code pcaWords}. */
  List<WordPair> pairs() {
    return pcaWords.stream().map(WordPair::parse).toList();
  }
}
