package dev.perplex.lm.rounds;

import java.io.Serializable;
import java.util.List;

/**
 * What a worker carries from round to round; never changed once made.
 *
 * @param recurrent state of the network; null for a fresh one
 * @param optimizer what the optimizer remembers, by tensor; empty for nothing yet
 * @param residual by part: what rounding has kept back of its changes; null where nothing is
 *     rounded or nothing kept back
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record WorkerState(float[] recurrent, List<float[]> optimizer, float[][] residual)
    implements Serializable {

  /** Before the first round, and after a round that was left out. */
  public static final WorkerState FRESH = new WorkerState(null, List.of(), null);

  public byte[] toBytes() {
    return FloatArrays.toBytes(this);
  }

  public static WorkerState fromBytes(byte[] bytes) {
    return FloatArrays.workerState(bytes);
  }

  /** What another worker can start from when workers have changed: what the optimizer knows. */
  public WorkerState dealtAnew() {
    return new WorkerState(null, optimizer, null);
  }
}
