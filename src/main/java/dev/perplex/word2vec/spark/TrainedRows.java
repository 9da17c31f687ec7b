package dev.perplex.word2vec.spark;

import dev.perplex.word2vec.ModelShape;
import java.io.Serializable;
import java.util.List;

/**
 * What a training ended with, where it lies: a handle that is small and serializable. Rows are
 * streamed, in the order of their numbers, by whoever writes them elsewhere.
 */
public final class TrainedRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RoundStore store;
  private final RoundState state;

  TrainedRows(RoundStore store, RoundState state) {
    this.store = store;
    this.state = state;
  }

  public ModelShape shape() {
    return state.shape();
  }

  public List<RoundPoint> curve() {
    return state.curve();
  }

  /** The word vectors by id, from {@code from} to before {@code to}. */
  public RowStream inputs(int from, int to) {
    return new RowStream(store, state, from, to);
  }

  /** The output rows, all: words as targets by id, or inner nodes. */
  public RowStream outputs() {
    return new RowStream(store, state, shape().words(), shape().rows());
  }

  /**
   * The word vectors of the first words, by id, in one array, [words * dimension]: for as many as
   * fit one.
   */
  public float[] toArray(int words) {
    float[] all = new float[Math.multiplyExact(words, shape().dimension())];
    try (RowStream rows = inputs(0, words)) {
      for (int id = 0; id < words; id++) {
        System.arraycopy(rows.next(), 0, all, id * shape().dimension(), shape().dimension());
      }
    }
    return all;
  }
}
