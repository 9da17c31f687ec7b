package dev.perplex.lm.rounds;

import dev.perplex.provenance.PerplexException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Arrays of floats as bytes, little-endian: how many, and of each its length (int32; -1 for null)
 * and its values.
 */
public final class FloatArrays {
  private static final int NULL = -1;

  private FloatArrays() {}

  public static byte[] toBytes(List<float[]> arrays) {
    int size = Integer.BYTES;
    for (float[] array : arrays) {
      int values = array == null ? 0 : Math.multiplyExact(array.length, Float.BYTES);
      size = Math.addExact(size, Math.addExact(Integer.BYTES, values));
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(arrays.size());
    for (float[] array : arrays) {
      out.putInt(array == null ? NULL : array.length);
      if (array != null) {
        out.asFloatBuffer().put(array);
        out.position(out.position() + array.length * Float.BYTES);
      }
    }
    return out.array();
  }

  /**
   * @throws PerplexException (data refused) where the bytes are not such arrays, to the last one
   */
  public static List<float[]> fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<float[]> arrays = new ArrayList<>();
    try {
      for (int count = in.getInt(); count > 0; count--) {
        int length = in.getInt();
        if (length < NULL || (long) length * Float.BYTES > in.remaining()) {
          throw refused();
        }
        float[] array = length == NULL ? null : new float[length];
        if (array != null) {
          in.asFloatBuffer().get(array);
          in.position(in.position() + length * Float.BYTES);
        }
        arrays.add(array);
      }
    } catch (BufferUnderflowException e) {
      throw refused();
    }
    if (in.hasRemaining()) {
      throw refused();
    }
    return arrays;
  }

  private static PerplexException refused() {
    return PerplexException.dataRefused(
        "A file of a checkpoint does not hold what it should. Start the stage anew with --force.");
  }

  static byte[] toBytes(WorkerState state) {
    List<float[]> arrays = new ArrayList<>();
    arrays.add(state.recurrent());
    arrays.addAll(state.optimizer());
    int residuals = state.residual() == null ? 0 : state.residual().length;
    arrays.add(new float[] {residuals});
    if (residuals > 0) {
      arrays.addAll(Arrays.asList(state.residual()));
    }
    arrays.add(new float[] {state.optimizer().size()});
    return toBytes(arrays);
  }

  static WorkerState workerState(byte[] bytes) {
    List<float[]> arrays = fromBytes(bytes);
    int optimizer = count(arrays, arrays.size() - 1);
    int residuals = count(arrays, 1 + optimizer);
    if (3L + optimizer + residuals != arrays.size()
        || arrays.subList(1, 1 + optimizer).contains(null)) {
      throw refused();
    }
    List<float[]> kept = arrays.subList(2 + optimizer, 2 + optimizer + residuals);
    return new WorkerState(
        arrays.get(0),
        List.copyOf(arrays.subList(1, 1 + optimizer)),
        residuals == 0 ? null : kept.toArray(float[][]::new));
  }

  /** A number of arrays, which an array of its own states. */
  private static int count(List<float[]> arrays, int place) {
    float[] stated = place < 1 || place >= arrays.size() ? null : arrays.get(place);
    if (stated == null || stated.length != 1 || !(stated[0] >= 0 && stated[0] < arrays.size())) {
      throw refused();
    }
    return (int) stated[0];
  }
}
