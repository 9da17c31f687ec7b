package dev.perplex.word2vec;

import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The start of a training, row by row, as a pure function of the seed: input rows uniform within
 * 0.5 / dimension of 0, output rows zero, as in word2vec.c. The rows of {@code <unk>} and {@code
 * <eos>} are zero and stay so. Nobody has to hold or send what anybody can compute.
 */
public final class InitialRows implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The rounds count their random streams from 0, so this one is free for the start. */
  private static final long STREAM = -1;

  private final ModelShape shape;
  private final long seed;

  public InitialRows(ModelShape shape, long seed) {
    this.shape = shape;
    this.seed = seed;
  }

  /** Writes the row's first values into {@code to}, of at least dimension floats. */
  public void fill(int row, float[] to) {
    int dimension = shape.dimension();
    if (row >= shape.words() || !ModelShape.isTrained(row)) {
      Arrays.fill(to, 0, dimension, 0);
      return;
    }
    FastRandom random = new FastRandom(Seeds.of(seed, Stage.WORD2VEC, STREAM, row));
    for (int i = 0; i < dimension; i++) {
      to[i] = (random.nextFloat() - 0.5f) / dimension;
    }
  }
}
