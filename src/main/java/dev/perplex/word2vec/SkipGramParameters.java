package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import java.io.Serializable;

/**
 * What skip-gram trains: two matrices of one row a word. A row number counts through both: the
 * input rows (the word vectors) first, then the output rows (the words as targets).
 *
 * <p>The arrays are shared, not copied: a holder that changes them owns them ({@link #copy}).
 */
public final class SkipGramParameters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int words;
  private final int dimension;
  private final float[] input; // [words * dimension], row an id
  private final float[] output; // [words * dimension], row an id

  SkipGramParameters(int words, int dimension, float[] input, float[] output) {
    this.words = words;
    this.dimension = dimension;
    this.input = input;
    this.output = output;
  }

  /**
   * The start of a training: input rows uniform within 0.5 / dimension of 0, each from its own
   * seed, output rows zero, as in word2vec.c. The rows of {@code <unk>} and {@code <eos>} are zero
   * and stay so.
   *
   * @param words the vocabulary's size, the two special words included
   */
  public static SkipGramParameters initial(int words, Word2vecSettings settings) {
    int dimension = settings.dimension();
    if ((long) words * dimension > Integer.MAX_VALUE - 8) {
      throw PerplexException.usage(
          "word2vec.dimension = %d is above %d for a vocabulary of %d words. Set word2vec.dimension"
              + " lower, or cut the vocabulary with a higher vocab.min-count.",
          dimension, (Integer.MAX_VALUE - 8) / words, words);
    }
    float[] input = new float[words * dimension];
    for (int id = 0; id < words; id++) {
      if (SkipGram.isTrained(id)) {
        // The rounds count their streams from 0, so -1 is free for the start.
        FastRandom random = new FastRandom(Seeds.of(settings.seed(), Stage.WORD2VEC, -1, id));
        for (int i = id * dimension; i < (id + 1) * dimension; i++) {
          input[i] = (random.nextFloat() - 0.5f) / dimension;
        }
      }
    }
    return new SkipGramParameters(words, dimension, input, new float[words * dimension]);
  }

  public SkipGramParameters copy() {
    return new SkipGramParameters(words, dimension, input.clone(), output.clone());
  }

  /** Rows of each of the two matrices. */
  public int words() {
    return words;
  }

  public int dimension() {
    return dimension;
  }

  /** Rows of both matrices together. */
  public int rows() {
    return Math.multiplyExact(2, words);
  }

  /** The word vectors, [words * dimension], row an id; not a copy. */
  public float[] input() {
    return input;
  }

  /** The words as targets, [words * dimension], row an id; not a copy. */
  public float[] output() {
    return output;
  }

  /** The matrix that the row lies in. */
  float[] matrix(int row) {
    return row < words ? input : output;
  }

  /** Where the row starts in its matrix. */
  int start(int row) {
    return (row < words ? row : row - words) * dimension;
  }

  /**
   * New parameters in which the given rows have the given values; these stay as they are.
   *
   * @param merged parts of disjoint rows
   */
  public SkipGramParameters with(Iterable<RowChanges> merged) {
    SkipGramParameters next = copy();
    for (RowChanges part : merged) {
      for (int i = 0; i < part.size(); i++) {
        int row = part.row(i);
        System.arraycopy(
            part.values(), i * dimension, next.matrix(row), next.start(row), dimension);
      }
    }
    return next;
  }
}
