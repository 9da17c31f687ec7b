package dev.perplex.registry;

import static java.util.Objects.requireNonNull;

import dev.perplex.provenance.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A model that was judged: what it is, and the figures that later candidates are held against, so
 * that these need no old report.
 *
 * @param id of the version
 * @param run that was judged
 * @param date logical date of the run; empty for one without
 * @param report page of the report, below the storage root
 * @param made when the report was made, ISO 8601, UTC
 * @param artefacts of all stages
 * @param evaluation what it was judged on
 * @param scores of the report's table
 * @param judged row of the report; null where it is not known, as in events that were written
 *     before it was noted
 * @param bands perplexities of that row by word frequency
 * @param vectors scores of its word vectors
 * @param data facts of the text that it was trained on
 */
public record Version(
    String id,
    String run,
    String date,
    String report,
    String made,
    List<Piece> artefacts,
    Evaluation evaluation,
    List<Score> scores,
    String judged,
    List<Band> bands,
    List<VectorScore> vectors,
    DataFacts data) {

  private static final int DIGITS = 8;

  /** An artefact: its folder below the storage root, and the checksum of its content. */
  public record Piece(String stage, String folder, String content) {}

  /**
   * An evaluation set, and how it was read.
   *
   * @param textSha256 of the raw text
   * @param tokensSha256 of the tokens as they were scored
   * @param state where state starts anew, as the report has it; null where it is not known, as in
   *     events that were written before it was noted
   */
  public record Evaluation(
      String textSha256,
      String tokensSha256,
      long documents,
      long tokens,
      long bytes,
      String state) {

    /** Whether losses on both can be held against one another; what is not known is no other. */
    public boolean isSame(Evaluation other) {
      return textSha256.equals(other.textSha256)
          && (state == null || other.state == null || state.equals(other.state));
    }
  }

  /** A row of the report's table. */
  public record Score(String model, String title, double perplexity, double bitsPerByte) {}

  /** Words of like frequency in the training split. */
  public record Band(String label, long tokens, double perplexity) {}

  /**
   * Word vectors on a file of questions.
   *
   * @param value share of right analogies, or rank correlation
   */
  public record VectorScore(String file, double value, long seen) {}

  public Version {
    requireNonNull(id, "id");
    requireNonNull(run, "run");
    requireNonNull(evaluation, "evaluation");
    artefacts = List.copyOf(artefacts);
    scores = List.copyOf(scores);
    bands = List.copyOf(bands);
    vectors = List.copyOf(vectors);
  }

  /** The id of a run's model: another where either is another. */
  public static String id(String run, String modelContent) {
    String all = run + "\n" + modelContent;
    return "v-" + Fingerprint.sha256(all.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
  }

  /** Perplexities of a row by word frequency; none where another row was judged. */
  public List<Band> bands(String model) {
    return judged == null || judged.equals(model) ? bands : List.of();
  }

  public Optional<Piece> artefact(String stage) {
    return artefacts.stream().filter(each -> each.stage().equals(stage)).findFirst();
  }

  public Optional<Score> score(String model) {
    return scores.stream().filter(each -> each.model().equals(model)).findFirst();
  }
}
