package dev.perplex.cost;

import dev.perplex.provenance.Stage;

/** A part of a stage whose time is measured by itself, so that its constants are fitted alone. */
public enum Phase {
  /** Rounds, by the stage's own clock. */
  WORD2VEC_TRAINING(Stage.WORD2VEC, "training"),
  /** The rest of the stage: files of vectors. */
  WORD2VEC_OUTPUT(Stage.WORD2VEC, "output"),
  NGRAM(Stage.NGRAM, "counting"),
  /** What workers do between averages. */
  TRAIN_MINIBATCHES(Stage.TRAIN, "minibatches"),
  /** The rest of a round: tasks, copies, merging. */
  TRAIN_ROUNDS(Stage.TRAIN, "averaging"),
  /** The rest of the stage: start, validations, files. */
  TRAIN_REST(Stage.TRAIN, "validation");

  private final Stage stage;
  private final String label;

  Phase(Stage stage, String label) {
    this.stage = stage;
    this.label = label;
  }

  public Stage stage() {
    return stage;
  }

  public String label() {
    return label;
  }
}
