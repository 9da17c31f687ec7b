package dev.perplex.cost;

import java.util.Locale;

/** What one of something takes. The values stand in a file of {@link Costs}. */
public enum Constant {
  WORD2VEC_START(Phase.WORD2VEC_TRAINING, Unit.SECONDS, "an executor: start and warm-up"),
  WORD2VEC_ROUND(Phase.WORD2VEC_TRAINING, Unit.MILLISECONDS, "a round, on the driver"),
  WORD2VEC_TASK(Phase.WORD2VEC_TRAINING, Unit.MILLISECONDS, "a task of a round"),
  WORD2VEC_TOKEN(Phase.WORD2VEC_TRAINING, Unit.NANOSECONDS, "a token read"),
  WORD2VEC_WINDOW(Phase.WORD2VEC_TRAINING, Unit.NANOSECONDS, "a centre word kept"),
  WORD2VEC_PRODUCT(
      Phase.WORD2VEC_TRAINING, Unit.NANOSECONDS, "a component of an input and a target"),
  WORD2VEC_COPY(
      Phase.WORD2VEC_TRAINING, Unit.NANOSECONDS, "a component of a row that a worker touches"),
  WORD2VEC_MERGE(
      Phase.WORD2VEC_TRAINING, Unit.NANOSECONDS, "a component of a change merged, stored, read"),
  WORD2VEC_FILES(Phase.WORD2VEC_OUTPUT, Unit.SECONDS, "the files, at least"),
  WORD2VEC_BINARY(Phase.WORD2VEC_OUTPUT, Unit.NANOSECONDS, "a component in binary"),
  WORD2VEC_TEXT(Phase.WORD2VEC_OUTPUT, Unit.NANOSECONDS, "a component as text"),
  NGRAM_START(Phase.NGRAM, Unit.SECONDS, "an executor: start and warm-up"),
  NGRAM_TASK(Phase.NGRAM, Unit.MILLISECONDS, "a task"),
  NGRAM_WINDOW(Phase.NGRAM, Unit.NANOSECONDS, "a word of a window counted, or brought together"),
  NGRAM_GRAM(Phase.NGRAM, Unit.NANOSECONDS, "an n-gram estimated and written"),
  TRAIN_START(Phase.TRAIN_MINIBATCHES, Unit.SECONDS, "an executor: warm-up"),
  TRAIN_STEP(Phase.TRAIN_MINIBATCHES, Unit.MILLISECONDS, "a time step of a layer"),
  TRAIN_OPERATION(Phase.TRAIN_MINIBATCHES, Unit.NANOSECONDS, "a floating-point operation"),
  TRAIN_SCORE(Phase.TRAIN_MINIBATCHES, Unit.NANOSECONDS, "a word scored for a token"),
  TRAIN_UPDATE(Phase.TRAIN_MINIBATCHES, Unit.NANOSECONDS, "a parameter or state updated"),
  TRAIN_READY(Phase.TRAIN_ROUNDS, Unit.SECONDS, "an executor: start, first round"),
  TRAIN_ROUND(Phase.TRAIN_ROUNDS, Unit.MILLISECONDS, "a Spark stage of a round"),
  TRAIN_TASK(Phase.TRAIN_ROUNDS, Unit.MILLISECONDS, "a task of a round"),
  TRAIN_COPY(Phase.TRAIN_ROUNDS, Unit.NANOSECONDS, "a byte of a worker's copies and change"),
  TRAIN_MERGE(Phase.TRAIN_ROUNDS, Unit.NANOSECONDS, "a byte of a change merged, or step taken"),
  TRAIN_JOB(Phase.TRAIN_REST, Unit.SECONDS, "the stage, at least"),
  TRAIN_VALIDATION(Phase.TRAIN_REST, Unit.SECONDS, "a validation, at least"),
  TRAIN_SCORING(Phase.TRAIN_REST, Unit.NANOSECONDS, "an operation of a validation"),
  TRAIN_STORE(Phase.TRAIN_REST, Unit.NANOSECONDS, "a byte of a model or checkpoint written");

  /** Of a constant's value. */
  public enum Unit {
    SECONDS(1, "s"),
    MILLISECONDS(1e-3, "ms"),
    NANOSECONDS(1e-9, "ns");

    private final double seconds;
    private final String symbol;

    Unit(double seconds, String symbol) {
      this.seconds = seconds;
      this.symbol = symbol;
    }

    public double seconds() {
      return seconds;
    }

    public String symbol() {
      return symbol;
    }
  }

  private final Phase phase;
  private final Unit unit;
  private final String of;

  Constant(Phase phase, Unit unit, String of) {
    this.phase = phase;
    this.unit = unit;
    this.of = of;
  }

  public Phase phase() {
    return phase;
  }

  public Unit unit() {
    return unit;
  }

  /** What one is. */
  public String of() {
    return of;
  }

  /** As files of costs spell it: {@code word2vec-token-ns}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + unit.symbol();
  }
}
