package dev.perplex.lm;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Input ids and the ids that follow them.
 *
 * @param inputs {@code [lanes * steps]}, row a lane
 * @param labels {@code [lanes * steps]}, row a lane
 * @param starts {@code [lanes * steps]}, row a lane: whether the state is zero before the input is
 *     read, for its label begins a document; empty where it never is
 */
@SuppressWarnings("ArrayRecordComponent") // an internal value, never compared or printed
public record Minibatch(int lanes, int steps, int[] inputs, int[] labels, boolean[] starts) {
  private static final boolean[] NOWHERE = {};

  /** A minibatch through which state is carried. */
  public Minibatch(int lanes, int steps, int[] inputs, int[] labels) {
    this(lanes, steps, inputs, labels, NOWHERE);
  }

  /** Features and labels as DL4J's sparse sequences, both {@code [lanes, 1, steps]}. */
  public DataSet dataSet() {
    return new DataSet(sequence(inputs), sequence(labels));
  }

  private INDArray sequence(int[] ids) {
    // DL4J wants ids as floats; they are exact up to 2^24 words.
    float[] floats = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      floats[i] = ids[i];
    }
    return Nd4j.createFromArray(floats).reshape(lanes, 1, steps);
  }
}
