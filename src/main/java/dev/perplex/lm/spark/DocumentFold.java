package dev.perplex.lm.spark;

import java.io.Serializable;

/** What is kept of a scored document; made where it was scored. */
@FunctionalInterface
public interface DocumentFold<R> extends Serializable {

  /**
   * @param document index in the split
   * @param ids {@code <eos>} included
   * @param losses of each token, nats
   */
  R fold(int document, int[] ids, double[] losses);
}
