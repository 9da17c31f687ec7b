package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.Objects;

/**
 * The shape of a language model.
 *
 * @param layers LSTM layers
 * @param hidden units of each LSTM layer
 * @param embedding length of a word's vector
 * @param dropout probability of dropping a unit at the input of each LSTM layer and of the softmax
 *     (Zaremba et al. 2014, fig. 2); 0 = none
 * @param embeddings where the word vectors start, and whether training moves them
 */
public record ModelSettings(int layers, int hidden, int embedding, double dropout, Start embeddings)
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
    Check.that(dropout >= 0 && dropout < 1, "dropout", dropout, "is not in [0, 1)");
    Objects.requireNonNull(embeddings, "embeddings");
  }

  /** Parameters of the model over a vocabulary of this size, word vectors and softmax included. */
  public long parameters(int vocabulary) {
    long sum = (long) vocabulary * embedding;
    for (int layer = 0; layer < layers; layer++) {
      long in = layer == 0 ? embedding : hidden;
      sum += 4L * hidden * (in + hidden + 1);
    }
    return sum + (hidden + 1L) * vocabulary;
  }
}
