package dev.perplex.lm.rounds;

import dev.perplex.provenance.PerplexException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What a part carries from round to round beside its parameters; never changed once made. All
 * arrays are as long as the part; one that is null is zero throughout.
 *
 * @param momentum of the outer step
 * @param residual what rounding has kept back of the steps
 * @param average mean of the parameters after each of the {@code averaged} last rounds
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record PartState(float[] momentum, float[] residual, float[] average, long averaged)
    implements Serializable {

  public static final PartState START = new PartState(null, null, null, 0);

  /** With the part's parameters, as a checkpoint has them. */
  public byte[] toBytes(float[] parameters) {
    float[] count = {
      Float.intBitsToFloat((int) averaged), Float.intBitsToFloat((int) (averaged >>> 32))
    };
    return FloatArrays.toBytes(Arrays.asList(parameters, momentum, residual, average, count));
  }

  /** What {@link #toBytes} wrote: first the parameters. */
  public static Stored fromBytes(byte[] bytes) {
    List<float[]> arrays = FloatArrays.fromBytes(bytes);
    float[] count = arrays.size() == 5 ? arrays.get(4) : null;
    if (count == null || count.length != 2 || arrays.get(0) == null) {
      throw PerplexException.dataRefused(
          "A part in a checkpoint does not hold what it should. Start the stage anew with --force.");
    }
    long averaged =
        ((long) Float.floatToRawIntBits(count[1]) << 32)
            | Integer.toUnsignedLong(Float.floatToRawIntBits(count[0]));
    return new Stored(
        arrays.get(0), new PartState(arrays.get(1), arrays.get(2), arrays.get(3), averaged));
  }

  /**
   * A part in a checkpoint.
   *
   * @param parameters of the part
   */
  public record Stored(float[] parameters, PartState state) {}
}
