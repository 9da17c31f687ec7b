package dev.perplex.lm.fused;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.Objects;

/**
 * The shape of a recurrent language model.
 *
 * @param vocabulary words, {@code <unk>} and {@code <eos>} included
 * @param embedding length of a word's vector
 * @param hidden units of each recurrent layer
 */
public record NetworkShape(
    int vocabulary, int embedding, int hidden, int layers, Cell cell, SoftmaxKind softmax)
    implements Serializable {

  public NetworkShape {
    Check.atLeast("vocabulary", vocabulary, 2);
    Check.atLeast("embedding", embedding, 1);
    Check.atLeast("hidden", hidden, 1);
    Check.atLeast("layers", layers, 1);
    Check.atMost("layers", layers, 16);
    Objects.requireNonNull(cell, "cell");
    Objects.requireNonNull(softmax, "softmax");
  }

  /** Length of what a recurrent layer reads. */
  public int inputs(int layer) {
    return layer == 0 ? embedding : hidden;
  }

  /** Floats of the recurrent state of so many lanes. */
  public int state(int lanes) {
    return Math.multiplyExact(Math.multiplyExact(layers * cell.states(), lanes), hidden);
  }
}
