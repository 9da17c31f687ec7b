package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.Objects;

/**
 * The shape of a language model, and where its weights start.
 *
 * @param cell kind of the recurrent layers; the engine {@code dl4j} knows LSTM alone
 * @param layers recurrent layers
 * @param hidden units of each recurrent layer
 * @param embedding length of a word's vector
 * @param embeddings where the word vectors start, and whether training moves them
 * @param softmax how the last layer's output becomes probabilities
 * @param range weights start uniformly between its negative and it (Zaremba et al. 2014: 0.1, 0.05,
 *     0.04); 0 = by the number of units. Heard by the engine {@code fused} alone
 * @param forgetBias where the forget gates' bias starts (Jozefowicz et al. 2015: 1); {@code dl4j}
 *     has 1
 */
public record ModelSettings(
    Cell cell,
    int layers,
    int hidden,
    int embedding,
    Start embeddings,
    SoftmaxSettings softmax,
    double range,
    double forgetBias)
    implements Serializable {

  /** Where the word vectors of the first layer come from. */
  public enum Start {
    /** Drawn from the seed, and trained. */
    RANDOM,
    /** The word2vec stage's, and kept as they are. */
    WORD2VEC_FROZEN,
    /** The word2vec stage's, and trained on. */
    WORD2VEC_TUNED;

    public boolean needsVectors() {
      return this != RANDOM;
    }
  }

  public ModelSettings {
    Check.atLeast("layers", layers, 1);
    Check.atMost("layers", layers, 16);
    Check.atLeast("hidden", hidden, 1);
    Check.atLeast("embedding", embedding, 1);
    Objects.requireNonNull(cell, "cell");
    Objects.requireNonNull(embeddings, "embeddings");
    Objects.requireNonNull(softmax, "softmax");
    Check.between("range", range, 0, 10);
    Check.between("forget-bias", forgetBias, -10, 10);
  }

  /** LSTM layers and a full softmax: what both engines know. */
  public ModelSettings(int layers, int hidden, int embedding, Start embeddings) {
    this(Cell.LSTM, layers, hidden, embedding, embeddings, SoftmaxSettings.usual(), 0, 1);
  }

  /**
   * Parameters of the engine {@code dl4j}'s network over a vocabulary of this size, word vectors
   * and softmax included.
   */
  public long parameters(int vocabulary) {
    long sum = (long) vocabulary * embedding;
    for (int layer = 0; layer < layers; layer++) {
      long in = layer == 0 ? embedding : hidden;
      sum += 4L * hidden * (in + hidden + 1);
    }
    return sum + (hidden + 1L) * vocabulary;
  }
}
