package dev.perplex.word2vec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Floats as decimal digits in bytes and back, exactly: what is written is the shortest decimal that
 * is read as the same float, in the form of {@link Float#toString(float)}, and what is read is the
 * float nearest to the decimal. Numbers of the size that vectors hold go by a short way that is
 * some five times as fast as Java's own; all others go by Java's own.
 */
final class FloatDigits {
  /** Bytes that a written number takes at most: -1.17549435E-38. */
  static final int LONGEST = 16;

  private static final double[] POWERS = new double[23]; // of ten, exact in double

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private static final int FEWEST_DIGITS = 6; // two decimals of 6 digits are never the same float
  private static final int MOST_DIGITS = 9; // which are enough for every float

  private FloatDigits() {}

  /**
   * Writes a finite number, at most {@link #LONGEST} bytes.
   *
   * @return the place after its last byte
   */
  static int write(float number, byte[] to, int at) {
    double size = Math.abs((double) number);
    if (size >= 1e-12 && size < 1e6) {
      int start = at;
      if (number < 0) {
        to[start++] = '-';
      }
      int exponent = decimalExponent(size);
      for (int digits = FEWEST_DIGITS; digits <= MOST_DIGITS; digits++) {
        int decimals = digits - 1 - exponent; // from 0 to 21
        long scaled = (long) (size * POWERS[decimals] + 0.5);
        double back = scaled / POWERS[decimals];
        if ((float) back == (float) size && !onEdge(back)) {
          return size < 1e-3
              ? scientific(scaled, decimals, to, start)
              : positional(scaled, decimals, to, start);
        }
      }
    }
    byte[] text = Float.toString(number).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(text, 0, to, at, text.length);
    return at + text.length;
  }

  /**
   * The number that a stretch of bytes spells: digits with an optional sign, point and exponent, or
   * nan, inf or infinity in any case.
   *
   * @throws NumberFormatException for anything else
   */
  static float read(byte[] from, int start, int end) {
    int at = start;
    boolean minus = at < end && from[at] == '-';
    if (minus || (at < end && from[at] == '+')) {
      at++;
    }
    long digits = 0;
    int exponent = 0;
    int seen = 0;
    boolean point = false;
    for (; at < end; at++) {
      int digit = from[at] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = digits * 10 + digit;
        seen++;
        exponent -= point ? 1 : 0;
      } else if (from[at] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (seen == 0 || seen > 18) {
      return byJava(from, start, end);
    }
    if (at < end) {
      int power = smallExponent(from, at, end);
      if (power == Integer.MIN_VALUE) {
        return byJava(from, start, end);
      }
      exponent += power;
    }
    if (digits == 0) {
      return minus ? -0.0f : 0.0f;
    }
    if (digits > 1L << 53 || exponent < -22 || exponent > 22) {
      return byJava(from, start, end);
    }
    // Both numbers are exact in double, so the double is the nearest (Clinger 1990), and the float
    // is the nearest too, unless the double fell on the edge between two floats.
    double size = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
    if (size < Float.MIN_NORMAL || size > 1e38 || onEdge(size)) {
      return byJava(from, start, end);
    }
    return (float) (minus ? -size : size);
  }

  // Whether a double lies half-way between two floats: the 29 bits that a float has not are 100...0
  private static boolean onEdge(double size) {
    return (Double.doubleToRawLongBits(size) & 0x1FFFFFFFL) == 0x10000000L;
  }

  // Of the first digit: 0 for 1 to 9.99. One too low just below a power of ten does no harm.
  private static int decimalExponent(double size) {
    int guess = (int) Math.floor(Math.getExponent(size) * 0.30102999566);
    double next = guess >= -1 ? POWERS[guess + 1] : 1 / POWERS[-guess - 1];
    return size >= next ? guess + 1 : guess;
  }

  private static int positional(long scaled, int decimals, byte[] to, int start) {
    long rest = scaled;
    int fraction = decimals;
    if (fraction == 0) {
      rest *= 10;
      fraction = 1;
    }
    while (fraction > 1 && rest % 10 == 0) {
      rest /= 10;
      fraction--;
    }
    int length = Math.max(digitsOf(rest), fraction + 1) + 1; // with the point
    int point = start + length - 1 - fraction;
    for (int at = start + length - 1; at >= start; at--) {
      if (at == point) {
        to[at] = '.';
      } else {
        to[at] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    return start + length;
  }

  private static int scientific(long scaled, int decimals, byte[] to, int start) {
    long rest = scaled;
    int power = -decimals;
    while (rest >= 100 && rest % 10 == 0) {
      rest /= 10;
      power++;
    }
    if (rest < 10) {
      rest *= 10;
      power--;
    }
    int digits = digitsOf(rest);
    power += digits - 1; // from -12 to -4
    for (int at = start + digits; at >= start; at--) {
      if (at == start + 1) {
        to[at] = '.';
      } else {
        to[at] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    int at = start + digits + 1;
    to[at++] = 'E';
    to[at++] = '-';
    if (power <= -10) {
      to[at++] = '1';
    }
    to[at++] = (byte) ('0' + -power % 10);
    return at;
  }

  private static int digitsOf(long number) {
    int digits = 1;
    for (long bound = 10; number >= bound; bound *= 10) {
      digits++;
    }
    return digits;
  }

  // What follows e or E; the least int where it is no small whole number
  private static int smallExponent(byte[] from, int start, int end) {
    int at = start + 1;
    boolean minus = at < end && from[at] == '-';
    if (minus || (at < end && from[at] == '+')) {
      at++;
    }
    if ((from[start] | 0x20) != 'e' || at == end || end - at > 3) {
      return Integer.MIN_VALUE;
    }
    int power = 0;
    for (; at < end; at++) {
      int digit = from[at] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      power = power * 10 + digit;
    }
    return minus ? -power : power;
  }

  private static float byJava(byte[] from, int start, int end) {
    String text = new String(from, start, end - start, StandardCharsets.ISO_8859_1);
    if (text.matches("[0-9+.eE-]+")) { // Java would take 0x1p3, 1f and blanks, too
      return Float.parseFloat(text);
    }
    return switch (text.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", "")) {
      case "nan" -> Float.NaN;
      case "inf", "infinity" ->
          text.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
      default -> throw new NumberFormatException(text);
    };
  }
}
