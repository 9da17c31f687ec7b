package dev.perplex.lm.spark;

import java.io.Serializable;
import java.util.List;

/**
 * A split's documents, cut in units that are scored together. The cut belongs to the data, never to
 * the cluster: it fixes the shapes of batches, and so the last bits of losses. Small and
 * serializable, as {@link dev.perplex.vocab.IdStream} is.
 */
public interface ScoringUnits extends Serializable {

  /** How many units there are. */
  int count();

  /** Documents in all units. */
  long documents();

  /** Index of the unit's first document. */
  int firstDocument(int unit);

  /** The unit's documents in order, ids of each, {@code <eos>} included. */
  List<int[]> read(int unit);
}
