package dev.perplex.lm.spark;

import java.io.Serializable;

/**
 * A document's summed loss.
 *
 * @param loss nats over all tokens
 */
public record DocumentLoss(int document, int tokens, double loss) implements Serializable {

  static DocumentLoss fold(int document, int[] ids, double[] losses) {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return new DocumentLoss(document, ids.length, sum);
  }
}
