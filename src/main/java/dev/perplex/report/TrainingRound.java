package dev.perplex.report;

import dev.perplex.provenance.Json;
import java.util.List;

/**
 * What was true after a round of the vectors' training: an element of the word2vec artefact's
 * {@link #FILE_NAME}.
 *
 * @param tokens of the training split read so far by all workers, over all epochs
 * @param loss mean negative-sampling loss of the round's own pairs, nats
 * @param heldOutLoss mean loss of the held-out pairs, nats; null where a round did not measure it
 * @param rate learning rate at the round's end
 * @param wordsPerSecond of the round; null where it is not known
 */
public record TrainingRound(
    long tokens, double loss, Double heldOutLoss, double rate, Double wordsPerSecond) {
  /** Where the word2vec artefact has its rounds; it may have none. */
  public static final String FILE_NAME = "training.json";

  public TrainingRound {
    heldOutLoss = finite(heldOutLoss);
    wordsPerSecond = finite(wordsPerSecond);
  }

  private static Double finite(Double number) {
    return number == null || !Double.isFinite(number) ? null : number;
  }

  /**
   * @param json a list of rounds
   * @throws IllegalArgumentException where it is none; the caller knows the file's name
   */
  public static List<TrainingRound> parse(String json) {
    return List.of(Json.read(json, TrainingRound[].class));
  }
}
