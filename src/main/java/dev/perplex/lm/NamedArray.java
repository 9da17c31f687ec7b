package dev.perplex.lm;

import java.util.Arrays;

/**
 * Weights as other tools take them.
 *
 * @param shape of the array
 * @param values row-major
 */
@SuppressWarnings("ArrayRecordComponent") // a value that is handed on, never compared
public record NamedArray(String name, int[] shape, float[] values) {
  public NamedArray {
    long length = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    if (length != values.length) {
      throw new IllegalArgumentException(
          name + " of shape " + Arrays.toString(shape) + " with " + values.length + " values");
    }
  }
}
