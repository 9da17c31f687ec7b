package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.Objects;

/**
 * What keeps the engine {@code fused} from learning its training text by heart. Probabilities are
 * of dropping; what stays is scaled up, so that scoring needs no correction.
 *
 * @param masks how long a mask of units holds
 * @param input of dropping a unit of the embedding, at the input of the first layer
 * @param hidden of dropping a unit between two recurrent layers
 * @param output of dropping a unit between the last recurrent layer and the softmax
 * @param words of dropping a word: all its places in a minibatch read zeros (Gal and Ghahramani
 *     2016)
 * @param weights of dropping a weight from hidden state to hidden state, for a whole minibatch
 *     (Merity et al. 2017, DropConnect)
 * @param activation weight of the squares of the last layer's output after dropout (Merity et al.
 *     2017, alpha): of their mean over units, in nats a token
 * @param temporal weight of the squares of its differences between time steps before dropout (beta)
 */
public record RegularizationSettings(
    Masking masks,
    double input,
    double hidden,
    double output,
    double words,
    double weights,
    double activation,
    double temporal)
    implements Serializable {

  /** How long a mask of units holds. */
  public enum Masking {
    /** Drawn anew at each time step (Zaremba et al. 2014). */
    STEP,
    /** The same at all time steps of a minibatch (Gal and Ghahramani 2016, "variational"). */
    SEQUENCE
  }

  public RegularizationSettings {
    Objects.requireNonNull(masks, "masks");
    probability("input", input);
    probability("hidden", hidden);
    probability("output", output);
    probability("words", words);
    probability("weights", weights);
    weight("activation", activation);
    weight("temporal", temporal);
  }

  private static void probability(String key, double value) {
    Check.that(value >= 0 && value < 1, key, value, "is not in [0, 1)");
  }

  private static void weight(String key, double value) {
    Check.that(value >= 0 && value < Double.POSITIVE_INFINITY, key, value, "is below 0");
  }

  /** None at all. */
  public static RegularizationSettings none() {
    return new RegularizationSettings(Masking.STEP, 0, 0, 0, 0, 0, 0, 0);
  }

  /** Dropout of units alone, as Zaremba et al. (2014) have it: at the input of each layer. */
  public static RegularizationSettings dropout(double probability) {
    return new RegularizationSettings(
        Masking.STEP, probability, probability, probability, 0, 0, 0, 0);
  }
}
