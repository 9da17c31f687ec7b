package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import dev.perplex.report.VectorScore;
import dev.perplex.store.Location;
import dev.perplex.word2vec.WordVectors;
import dev.perplex.word2vec.evaluation.AnalogyScores;
import dev.perplex.word2vec.evaluation.EvaluationRules;
import dev.perplex.word2vec.evaluation.EvaluationScores;
import dev.perplex.word2vec.evaluation.EvaluationSet;
import dev.perplex.word2vec.evaluation.SimilarityScores;
import dev.perplex.word2vec.evaluation.VectorsEvaluation;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** How new vectors do on the files that a user names, in the form that the report reads. */
final class VectorScores {
  /** Frequent words that are tried: the driver reads no more of the vectors. */
  static final int MOST_WORDS = 100_000;

  private VectorScores() {}

  static VectorScore of(WordVectors vectors, Location file) {
    EvaluationScores scores =
        new VectorsEvaluation(vectors, EvaluationRules.USUAL).of(questions(file));
    return scores instanceof AnalogyScores analogies
        ? analogies(analogies)
        : similarities((SimilarityScores) scores);
  }

  /**
   * The questions or pairs of a file.
   *
   * @throws PerplexException exit code 20, where it is of neither kind
   */
  static EvaluationSet questions(Location file) {
    try (InputStream in = file.open()) {
      return EvaluationSet.read(in, file.name());
    } catch (IOException e) {
      throw PerplexException.failed(e, "%s cannot be read: %s.", file, e.getMessage());
    }
  }

  private static VectorScore analogies(AnalogyScores scores) {
    List<VectorScore.Section> sections =
        scores.sections().stream()
            .map(
                each ->
                    new VectorScore.Section(each.name(), each.right(), each.seen(), each.total()))
            .toList();
    return new VectorScore(
        scores.set(),
        VectorScore.Kind.ANALOGY,
        sections,
        null,
        scores.total().seen(),
        scores.total().total());
  }

  private static VectorScore similarities(SimilarityScores scores) {
    return new VectorScore(
        scores.set(),
        VectorScore.Kind.SIMILARITY,
        List.of(),
        scores.spearman(),
        scores.seen(),
        scores.total());
  }

  /** One line for the console. */
  static String line(VectorScore score) {
    if (score.kind() == VectorScore.Kind.SIMILARITY) {
      return String.format(
          Locale.ROOT,
          "%s: Spearman %s, %,d of %,d pairs seen",
          score.file(),
          score.spearman() == null
              ? "undefined"
              : String.format(Locale.ROOT, "%.3f", score.spearman()),
          score.seen(),
          score.total());
    }
    long right = score.sections().stream().mapToLong(VectorScore.Section::right).sum();
    return String.format(
        Locale.ROOT,
        "%s: %.2f %% right, %,d of %,d questions seen",
        score.file(),
        score.seen() == 0 ? 0 : 100.0 * right / score.seen(),
        score.seen(),
        score.total());
  }
}
