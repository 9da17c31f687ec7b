package dev.perplex.cost;

import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the stages that take time are going to take, and what Spark should be told.
 *
 * @param stages that can run
 * @param refused why others cannot, with the way out
 */
public record Plan(
    TextSize text, Placement place, List<StageEstimate> stages, Map<Stage, String> refused) {

  /** With what each of them is going to take. */
  public static Plan of(
      TextSize text, Placement place, Word2vecCost word2vec, NgramCost ngram, TrainCost train) {
    List<StageEstimate> stages = new ArrayList<>();
    Map<Stage, String> refused = new EnumMap<>(Stage.class);
    add(Stage.WORD2VEC, () -> word2vec.of(text, place), stages, refused);
    add(Stage.NGRAM, () -> ngram.of(text, place), stages, refused);
    add(Stage.TRAIN, () -> train.of(text, place), stages, refused);
    return new Plan(text, place, List.copyOf(stages), refused);
  }

  private static void add(
      Stage stage,
      Supplier<StageEstimate> estimate,
      List<StageEstimate> stages,
      Map<Stage, String> refused) {
    try {
      stages.add(estimate.get());
    } catch (PerplexException e) {
      refused.put(stage, e.getMessage());
    }
  }

  /** Memory of the driver, for all stages in one session. */
  public Memory driver() {
    return stages.stream().map(StageEstimate::driver).reduce(Memory.of(0), Memory::or);
  }

  /** Memory of an executor, likewise. */
  public Memory executor() {
    return stages.stream().map(StageEstimate::executor).reduce(Memory.of(0), Memory::or);
  }
}
