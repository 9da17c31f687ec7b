package dev.perplex.report;

import dev.perplex.provenance.Json;
import java.util.List;

/**
 * How the word vectors did on one file of questions: an element of the word2vec artefact's {@link
 * #FILE_NAME}.
 *
 * @param file its name
 * @param kind analogies (a is to b as c is to ?) or similarities (rated by people)
 * @param sections of an analogy file, in its order; empty for similarities
 * @param spearman rank correlation with the ratings; null for analogies, and where it is undefined
 * @param seen questions of which all words have vectors
 * @param total questions of the file
 */
public record VectorScore(
    String file, Kind kind, List<Section> sections, Double spearman, long seen, long total) {
  /** Where the word2vec artefact has the scores; it may have none. */
  public static final String FILE_NAME = "scores.json";

  /** What the questions of a file are. */
  public enum Kind {
    ANALOGY,
    SIMILARITY
  }

  /** Answers to a section's analogies: those right, those seen, all. */
  public record Section(String section, long right, long seen, long total) {}

  public VectorScore {
    if (file == null || kind == null) {
      throw new IllegalArgumentException("a score without a file or a kind");
    }
    sections = sections == null ? List.of() : List.copyOf(sections);
    spearman = spearman == null || !Double.isFinite(spearman) ? null : spearman;
  }

  /**
   * @param json a list of scores
   * @throws IllegalArgumentException where it is none; the caller knows the file's name
   */
  public static List<VectorScore> parse(String json) {
    return List.of(Json.read(json, VectorScore[].class));
  }

  /** Right answers in all sections. */
  public long right() {
    return sections.stream().mapToLong(Section::right).sum();
  }
}
