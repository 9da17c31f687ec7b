package dev.perplex.lm;

import dev.perplex.lm.RegularizationSettings.Masking;
import dev.perplex.provenance.Labels;
import dev.perplex.provenance.PerplexException;

/** What the engines cannot do: refused before the work, not found out in it. */
public final class EngineLimits {
  /** A model file is made in one array of bytes. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

  private EngineLimits() {}

  /**
   * @throws PerplexException (usage) where the engine does not know what the settings ask for
   */
  public static void check(TrainSettings train, ModelSettings model) {
    if (train.engine().equals("dl4j")) {
      dl4j(train, model);
    } else if (model.embeddings() == ModelSettings.Start.WORD2VEC_FROZEN
        && model.softmax().kind() == SoftmaxSettings.Kind.TIED) {
      throw PerplexException.usage(
          "train.model.embeddings = word2vec-frozen would keep a softmax from learning that is"
              + " tied to them. Set train.model.embeddings to word2vec-tuned, or"
              + " train.model.softmax.kind to full.");
    }
  }

  /**
   * @param words of the vocabulary
   * @throws PerplexException (usage) where the engine {@code fused} could train the model, but not
   *     store it
   */
  public static void checkSize(long parameters, int words) {
    if (parameters > MOST_BYTES / Float.BYTES) {
      throw PerplexException.usage(
          "train.model.* comes to %,d parameters with %,d words, and a model file is one array of"
              + " at most %,d. Set vocab.max-size lower, or train.model.softmax.kind=adaptive and"
              + " train.model.embedding lower.",
          parameters, words, MOST_BYTES / Float.BYTES);
    }
  }

  private static void dl4j(TrainSettings train, ModelSettings model) {
    known(model.cell() == Cell.LSTM, "train.model.cell", model.cell(), "lstm");
    SoftmaxSettings.Kind kind = model.softmax().kind();
    known(kind == SoftmaxSettings.Kind.FULL, "train.model.softmax.kind", kind, "full");
    Updater.of(train.optimizer().method());
    RegularizationSettings own = train.regularization();
    known(own.masks() == Masking.STEP, "train.regularization.masks", own.masks(), "step");
    known(own.hidden() == own.input(), "train.regularization.hidden", own.hidden(), own.input());
    known(own.output() == own.input(), "train.regularization.output", own.output(), own.input());
    known(own.words() == 0, "train.regularization.words", own.words(), 0);
    known(own.weights() == 0, "train.regularization.weights", own.weights(), 0);
    known(own.activation() == 0, "train.regularization.activation", own.activation(), 0);
    known(own.temporal() == 0, "train.regularization.temporal", own.temporal(), 0);
  }

  private static void known(boolean holds, String key, Object value, Object only) {
    if (!holds) {
      throw PerplexException.usage(
          "%s = %s, but the engine dl4j knows %s alone. Set it so, or train.engine to fused.",
          key, Labels.of(value), Labels.of(only));
    }
  }
}
