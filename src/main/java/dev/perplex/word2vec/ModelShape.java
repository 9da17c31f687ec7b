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

  public static ModelShape of(Vocabulary vocabulary, Word2vecSettings settings) {
    int words = vocabulary.size();
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

  /** Bytes of both matrices on storage and on the wire. */
  public long bytes() {
    return (long) rows() * dimension * Float.BYTES;
  }
}
