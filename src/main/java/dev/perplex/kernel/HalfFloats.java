package dev.perplex.kernel;

/**
 * IEEE 754 binary16, which Java 17 does not have: 1 sign, 5 exponent and 10 fraction bits. Largest
 * value 65504, smallest normal one 2^-14, smallest of all 2^-24.
 */
public final class HalfFloats {
  /** 2^-24: what one unit of a subnormal half is. */
  private static final float SUBNORMAL = 0x1p-24f;

  private HalfFloats() {}

  /**
   * The nearest half, ties to even; what is too large becomes the largest finite one, and NaN and
   * infinities stay what they are.
   */
  public static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude >= 0x7f800000) {
      return (short) (sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00));
    }
    if (magnitude >= 0x477ff000) { // rounds above 65504
      return (short) (sign | 0x7bff);
    }
    if (magnitude < 0x38800000) { // below 2^-14: the fraction counts units of 2^-24
      return (short) (sign | (int) Math.rint(Math.abs(value) / SUBNORMAL));
    }
    // 13 bits go; half a unit, less one where the last bit that stays is even, rounds to even.
    int rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
    return (short) (sign | ((rounded - 0x38000000) >>> 13));
  }

  /** The half's value, exactly. */
  public static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int magnitude = half & 0x7fff;
    if (magnitude >= 0x7c00) {
      return Float.intBitsToFloat(sign | 0x7f800000 | ((magnitude & 0x3ff) << 13));
    }
    if (magnitude < 0x400) {
      float value = magnitude * SUBNORMAL;
      return sign == 0 ? value : -value;
    }
    return Float.intBitsToFloat(sign | ((magnitude << 13) + 0x38000000));
  }

  /**
   * A power of two that brings values of this size near the top of what halves hold, so that few
   * become subnormal.
   *
   * @param largest absolute value of those that it is for
   */
  public static float scale(float largest) {
    if (!(largest > 0 && largest <= Float.MAX_VALUE)) {
      return 1;
    }
    int exponent = Math.max(-100, Math.min(100, 14 - Math.getExponent(largest)));
    return Math.scalb(1f, exponent);
  }
}
