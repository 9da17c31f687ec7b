package dev.perplex.lm.spark;

import java.io.Serializable;
import java.util.List;

/** What is kept of a scoring unit; made where it was scored. */
@FunctionalInterface
public interface UnitFold<R> extends Serializable {

  /**
   * @param documents ids of each
   * @param losses by column, [documents][tokens], nats
   */
  R fold(List<int[]> documents, List<double[][]> losses);
}
