package dev.perplex.lm.fused;

import dev.perplex.provenance.Labels;
import dev.perplex.provenance.PerplexException;
import java.util.Arrays;

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
   * @param old of the trained network
   * @param shape of the network that is to start
   * @param origin what messages call the trained one
   * @throws PerplexException exit code 2, where it is not
   */
  public static void check(NetworkShape old, NetworkShape shape, String origin) {
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
          key, Labels.of(wanted), origin, Labels.of(old));
    }
  }

  /**
   * Takes what can be taken.
   *
   * @param to a network as it would start without; its biases are at the words' frequencies
   * @param vectors whether word vectors are taken too
   */
  void into(Parameters to, boolean vectors) {
    Ids ids = new Ids(0, rows.length);
    Ids old = new Ids(0, from.shape().vocabulary());
    for (Tensor tensor : to.all()) {
      String name = tensor.name();
      if (name.equals(Parameters.WORDS)) {
        if (vectors) {
          words(tensor, ids, old);
        }
      } else if (name.equals(Parameters.SOFTMAX)) {
        words(tensor, ids, old);
      } else if (name.equals(Parameters.SOFTMAX_BIAS)) {
        biases(tensor, ids, old);
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

  /** Ids in a row: of the words that a tensor has a row for. */
  private record Ids(int first, int end) {
    int count() {
      return end - first;
    }

    boolean contains(int id) {
      return id >= first && id < end;
    }
  }

  /**
   * Rows of words: a word is taken where both tensors have it.
   *
   * @param ids that {@code to} has rows for, from its first row on
   * @param old those that the trained network's tensor has
   */
  private void words(Tensor to, Ids ids, Ids old) {
    float[] values = from.tensor(to.name()).values();
    int columns = to.columns();
    for (int id = ids.first(); id < ids.end(); id++) {
      if (old.contains(rows[id])) {
        int row = rows[id] - old.first();
        System.arraycopy(values, row * columns, to.values(), (id - ids.first()) * columns, columns);
      }
    }
  }

  /**
   * Biases of the same words. What training has added to those that are taken, on average by how
   * often the words stand, is added to the others: logits matter up to a constant alone, and theirs
   * should be on one scale.
   */
  private void biases(Tensor to, Ids ids, Ids old) {
    float[] trained = from.tensor(to.name()).values();
    float[] values = to.values();
    boolean[] taken = new boolean[ids.count()];
    double moved = 0;
    double weight = 0;
    for (int i = 0; i < taken.length; i++) {
      int row = rows[ids.first() + i];
      if (old.contains(row)) {
        double share = Math.exp(values[i]);
        moved += share * (trained[row - old.first()] - values[i]);
        weight += share;
        values[i] = trained[row - old.first()];
        taken[i] = true;
      }
    }
    for (int i = 0; weight > 0 && i < taken.length; i++) {
      values[i] += taken[i] ? 0 : (float) (moved / weight);
    }
  }

  /** A word is taken where it stands in the head, or in the same tail, as before. */
  private void adaptive(Parameters to) {
    int[] bounds = AdaptiveSoftmax.bounds(to.shape());
    int[] old = AdaptiveSoftmax.bounds(from.shape());
    int tails = Math.min(bounds.length, old.length) - 1;
    Tensor weights = to.tensor(HEAD + "weight");
    Tensor biases = to.tensor(HEAD + "bias");
    words(weights, new Ids(0, bounds[0]), new Ids(0, old[0]));
    biases(biases, new Ids(0, bounds[0]), new Ids(0, old[0]));
    entries(weights, weights.columns(), bounds[0], old[0], tails);
    entries(biases, 1, bounds[0], old[0], tails);
    for (int tail = 0; tail < tails; tail++) {
      String name = TAIL + tail;
      Ids ids = new Ids(bounds[tail], bounds[tail + 1]);
      Ids before = new Ids(old[tail], old[tail + 1]);
      whole(to.tensor(name + ".0.weight"));
      words(to.tensor(name + ".1.weight"), ids, before);
      biases(to.tensor(name + ".1.bias"), ids, before);
    }
  }

  /** The head's entries of tails, which follow its words. */
  private void entries(Tensor to, int columns, int words, int oldWords, int tails) {
    System.arraycopy(
        from.tensor(to.name()).values(),
        oldWords * columns,
        to.values(),
        words * columns,
        tails * columns);
  }
}
