package dev.perplex.word2vec;

import dev.perplex.kernel.FloatKernel;
import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import java.io.Serializable;

/**
 * The two matrices that are trained. A row number counts through both: the input rows (the word
 * vectors, by id) first, then the output rows, which are words as targets (negative sampling, by
 * id) or the inner nodes of the Huffman tree (hierarchical softmax).
 *
 * @param words input rows: the vocabulary's size, the two special words included
 * @param outputs output rows
 * @param dimension floats a row
 */
public record ModelShape(int words, int outputs, int dimension) implements Serializable {

  /** Bytes of a part, about: a reducer holds one, and so does a message. */
  private static final long PART_BYTES = 32L << 20;

  private static final long LEAST_PART_BYTES = 1L << 20;

  public static ModelShape of(Vocabulary vocabulary, Word2vecSettings settings) {
    return of(vocabulary.size(), settings);
  }

  /**
   * @param words of the vocabulary, the two special ones included
   * @throws PerplexException where rows cannot be numbered
   */
  public static ModelShape of(int words, Word2vecSettings settings) {
    int outputs =
        settings.loss() == WordLoss.NEGATIVE_SAMPLING ? words : Math.max(0, trained(words) - 1);
    if ((long) words + outputs > Integer.MAX_VALUE - 8) {
      throw PerplexException.usage(
          "word2vec cannot number the rows of a vocabulary of %d words: the most is %d. Set"
              + " vocab.min-count higher.",
          words, (Integer.MAX_VALUE - 8) / 2);
    }
    return new ModelShape(words, outputs, settings.dimension());
  }

  /** Of the vocabulary, those that are no special word: {@code <unk>} and {@code <eos>}. */
  public static int trained(int words) {
    return words - 2;
  }

  /** Whether the id stands for a word that gets a vector. */
  public static boolean isTrained(int id) {
    return id != Vocabulary.UNK_ID && id != Vocabulary.EOS_ID;
  }

  /** Rows of both matrices. */
  public int rows() {
    return words + outputs;
  }

  /** Floats of a row in memory, with the padding that the kernel asks for. */
  public int stride() {
    return FloatKernel.padded(dimension);
  }

  /** Parts that this many workers' changes are merged in. */
  public int parts(int workers) {
    long least = (bytes() + PART_BYTES - 1) / PART_BYTES;
    long most = Math.max(1, bytes() / LEAST_PART_BYTES);
    return Math.toIntExact(Math.max(least, Math.min(workers, most)));
  }

  /** Bytes of a row that is sent: its number with it. */
  public long wireBytes() {
    return (long) dimension * Float.BYTES + Integer.BYTES;
  }

  /** Bytes of both matrices on storage and on the wire. */
  public long bytes() {
    return (long) rows() * dimension * Float.BYTES;
  }
}
