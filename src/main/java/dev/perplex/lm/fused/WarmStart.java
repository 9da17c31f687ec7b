package dev.perplex.lm.fused;

import dev.perplex.provenance.PerplexException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Carries what a trained network knows over to one of another vocabulary, so that its training need
 * not begin from nothing. Recurrent layers are taken as they are, vectors and softmax weights word
 * by word. A new word keeps the vectors that were drawn for it, and starts in the softmax at its
 * frequency, on the scale of the biases that were taken.
 */
public final class WarmStart {
  private static final String TAIL = "softmax.tail.";
  private static final String HEAD = "softmax.head.";

  private final Parameters from;
  private final int[] rows; // by new id; -1 for a word that is new

  /**
   * @param from the trained network
   * @param rows by id of the new vocabulary, the word's id in the old one; -1 for a new word
   */
  public WarmStart(Parameters from, int[] rows) {
    this.from = from;
    this.rows = rows.clone();
  }

  /** Words that the trained network knows. */
  public int known() {
    return (int) Arrays.stream(rows).filter(each -> each >= 0).count();
  }

  /**
   * Checks that all but the vocabularies is alike.
   *
   * @param shape of the network that is to start
   * @param origin what messages call the trained one
   * @throws PerplexException exit code 2, where it is not
   */
  public void check(NetworkShape shape, String origin) {
    NetworkShape old = from.shape();
    fits(origin, "cell", old.cell(), shape.cell());
    fits(origin, "layers", old.layers(), shape.layers());
    fits(origin, "hidden", old.hidden(), shape.hidden());
    fits(origin, "embedding", old.embedding(), shape.embedding());
    fits(origin, "softmax.kind", old.softmax(), shape.softmax());
    if (shape.softmax() == SoftmaxKind.ADAPTIVE) {
      fits(origin, "softmax.factor", old.factor(), shape.factor());
    }
  }

  private static void fits(String origin, String key, Object old, Object wanted) {
    if (!old.equals(wanted)) {
      throw PerplexException.usage(
          "train.model.%s = %s, but the model to start from (%s) has %s. Set it so, or train.start"
              + " to \"\".",
          key, label(wanted), origin, label(old));
    }
  }

  private static String label(Object value) {
    return value instanceof Enum<?>
        ? value.toString().toLowerCase(Locale.ROOT).replace('_', '-')
        : value.toString();
  }

  /**
   * Takes what can be taken.
   *
   * @param to a network as it would start without; its biases are at the words' frequencies
   * @param vectors whether word vectors are taken too
   */
  void into(Parameters to, boolean vectors) {
    for (Tensor tensor : to.all()) {
      String name = tensor.name();
      if (name.equals(Parameters.WORDS)) {
        if (vectors) {
          words(tensor, 0, 0, rows.length);
        }
      } else if (name.equals(Parameters.SOFTMAX)) {
        words(tensor, 0, 0, rows.length);
      } else if (name.equals(Parameters.SOFTMAX_BIAS)) {
        biases(tensor, 0, 0, rows.length);
      } else if (!name.startsWith("softmax.")) {
        whole(tensor);
      }
    }
    if (to.shape().softmax() == SoftmaxKind.ADAPTIVE) {
      adaptive(to);
    }
  }

  private void whole(Tensor to) {
    float[] values = from.tensor(to.name()).values();
    System.arraycopy(values, 0, to.values(), 0, values.length);
  }

  /**
   * Rows of the words with new ids from {@code first} to below {@code end}, where the old tensor
   * has the words with old ids from {@code oldFirst} on.
   */
  private void words(Tensor to, int first, int oldFirst, int end) {
    Tensor old = from.tensor(to.name());
    int columns = to.columns();
    for (int id = first; id < end; id++) {
      int row = rows[id] - oldFirst;
      if (rows[id] >= 0 && row >= 0 && row < old.rows()) {
        System.arraycopy(old.values(), row * columns, to.values(), (id - first) * columns, columns);
      }
    }
  }

  /**
   * Biases of the same words. What training has added to those that are taken, on average by how
   * often the words stand, is added to the others: logits matter up to a constant alone, and theirs
   * should be on one scale.
   */
  private void biases(Tensor to, int first, int oldFirst, int end) {
    Tensor old = from.tensor(to.name());
    float[] values = to.values();
    boolean[] taken = new boolean[end - first];
    double moved = 0;
    double weight = 0;
    for (int id = first; id < end; id++) {
      int row = rows[id] - oldFirst;
      if (rows[id] >= 0 && row >= 0 && row < old.columns()) {
        double share = Math.exp(values[id - first]);
        moved += share * (old.values()[row] - values[id - first]);
        weight += share;
        values[id - first] = old.values()[row];
        taken[id - first] = true;
      }
    }
    if (weight > 0) {
      for (int i = 0; i < taken.length; i++) {
        values[i] += taken[i] ? 0 : (float) (moved / weight);
      }
    }
  }

  /** A word is taken where it stands in the head, or in the same tail, as before. */
  private void adaptive(Parameters to) {
    int[] bounds = AdaptiveSoftmax.bounds(to.shape());
    int[] oldBounds = AdaptiveSoftmax.bounds(from.shape());
    head(to, bounds, oldBounds);
    for (int tail = 0; tail + 1 < Math.min(bounds.length, oldBounds.length); tail++) {
      String name = TAIL + tail;
      whole(to.tensor(name + ".0.weight"));
      words(to.tensor(name + ".1.weight"), bounds[tail], oldBounds[tail], bounds[tail + 1]);
      biases(to.tensor(name + ".1.bias"), bounds[tail], oldBounds[tail], bounds[tail + 1]);
    }
  }

  /** Words of both heads, then an entry a tail. */
  private void head(Parameters to, int[] bounds, int[] oldBounds) {
    Tensor weights = to.tensor(HEAD + "weight");
    Tensor oldWeights = from.tensor(HEAD + "weight");
    float[] bias = to.tensor(HEAD + "bias").values();
    float[] oldBias = from.tensor(HEAD + "bias").values();
    int columns = weights.columns();
    for (int id = 0; id < bounds[0]; id++) {
      if (rows[id] >= 0 && rows[id] < oldBounds[0]) {
        System.arraycopy(
            oldWeights.values(), rows[id] * columns, weights.values(), id * columns, columns);
        bias[id] = oldBias[rows[id]];
      }
    }
    for (int tail = 0; tail + 1 < Math.min(bounds.length, oldBounds.length); tail++) {
      int entry = bounds[0] + tail;
      int old = oldBounds[0] + tail;
      System.arraycopy(
          oldWeights.values(), old * columns, weights.values(), entry * columns, columns);
      bias[entry] = oldBias[old];
    }
  }
}
