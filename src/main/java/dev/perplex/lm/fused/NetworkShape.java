package dev.perplex.lm.fused;

import dev.perplex.lm.Cell;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.SoftmaxSettings;
import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * The shape of a recurrent language model.
 *
 * @param vocabulary words, {@code <unk>} and {@code <eos>} included
 * @param embedding length of a word's vector
 * @param hidden units of each recurrent layer
 * @param cutoffs ids at which an adaptive softmax's tails start; those that are not below the
 *     vocabulary are none
 * @param factor by which a tail's vectors are shorter than those before it
 */
public record NetworkShape(
    int vocabulary,
    int embedding,
    int hidden,
    int layers,
    Cell cell,
    SoftmaxKind softmax,
    List<Integer> cutoffs,
    int factor)
    implements Serializable {

  public NetworkShape {
    Check.atLeast("vocabulary", vocabulary, 2);
    Check.atLeast("embedding", embedding, 1);
    Check.atLeast("hidden", hidden, 1);
    Check.atLeast("layers", layers, 1);
    Check.atMost("layers", layers, 16);
    Objects.requireNonNull(cell, "cell");
    Objects.requireNonNull(softmax, "softmax");
    Check.atLeast("factor", factor, 1);
    cutoffs = List.copyOf(cutoffs);
    int before = 0;
    for (int cutoff : cutoffs) {
      Check.that(cutoff > before, "cutoffs", cutoffs, "do not rise from above 0");
      before = cutoff;
    }
  }

  /** With the usual cutoffs, where the softmax is adaptive. */
  public NetworkShape(
      int vocabulary, int embedding, int hidden, int layers, Cell cell, SoftmaxKind softmax) {
    this(
        vocabulary,
        embedding,
        hidden,
        layers,
        cell,
        softmax,
        SoftmaxSettings.usual().cutoffs(),
        SoftmaxSettings.usual().factor());
  }

  /**
   * What the settings ask for: a sampled softmax has the shape of a full one.
   *
   * @param vocabulary words, {@code <unk>} and {@code <eos>} included
   */
  public static NetworkShape of(ModelSettings model, int vocabulary) {
    SoftmaxSettings softmax = model.softmax();
    SoftmaxKind kind =
        switch (softmax.kind()) {
          case FULL, SAMPLED -> SoftmaxKind.FULL;
          case TIED -> SoftmaxKind.TIED;
          case ADAPTIVE -> SoftmaxKind.ADAPTIVE;
        };
    return new NetworkShape(
        vocabulary,
        model.embedding(),
        model.hidden(),
        model.layers(),
        model.cell(),
        kind,
        softmax.cutoffs(),
        softmax.factor());
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
