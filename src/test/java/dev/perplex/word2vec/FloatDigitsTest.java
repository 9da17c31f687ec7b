package dev.perplex.word2vec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FloatDigitsTest {
  private static String written(float number) {
    byte[] bytes = new byte[FloatDigits.LONGEST];
    return new String(bytes, 0, FloatDigits.write(number, bytes, 0), ISO_8859_1);
  }

  private static float read(String text) {
    byte[] bytes = ("x" + text + "9").getBytes(ISO_8859_1);
    return FloatDigits.read(bytes, 1, bytes.length - 1);
  }

  /** The same bits, and no longer than Java's. */
  private static void comesBack(float number) {
    String text = written(number);
    int bits = Float.floatToRawIntBits(number);
    if (Float.floatToRawIntBits(Float.parseFloat(text)) != bits
        || Float.floatToRawIntBits(read(text)) != bits
        || text.length() > Float.toString(number).length()) {
      throw new AssertionError(text + " for " + Float.toString(number));
    }
  }

  @Test
  void theFormIsJavas() {
    for (String text :
        new String[] {
          "0.0",
          "-0.0",
          "1.0",
          "-1.0",
          "0.5",
          "0.1",
          "0.001",
          "0.0123",
          "123456.0",
          "999999.0",
          "-0.33333334",
          "1.0E-4",
          "1.2345679E-10",
          "1.0E10",
          "3.4028235E38",
          "1.17549435E-38",
          "1.4E-45",
          "999999.94",
          "0.010000001",
          "12.34"
        }) {
      assertThat(written(Float.parseFloat(text))).isEqualTo(text);
      comesBack(Float.parseFloat(text));
    }
  }

  @Test
  void digitsAreTheFewest() {
    assertThat(written(2e-3f)).isEqualTo("0.002");
    assertThat(written(4.7e-5f)).isEqualTo("4.7E-5");
  }

  @Test
  void everyFloatComesBack() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000_000; i++) {
      comesBack((float) (random.nextDouble() - 0.5)); // as vectors hold them
      float any = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(any)) {
        comesBack(any);
      }
    }
  }

  @Test
  void theFloatsAroundEachPowerOfTwoAndTenComeBack() {
    for (double power = 1e-45; power < 1e38; power *= 10) {
      around((float) power);
    }
    for (int exponent = -149; exponent < 128; exponent++) {
      around((float) Math.scalb(1.0, exponent));
    }
  }

  private static void around(float centre) {
    float number = centre;
    for (int i = 0; i < 50; i++) {
      number = Math.nextDown(number);
    }
    for (int i = 0; i < 100; i++) {
      comesBack(number);
      comesBack(-number);
      number = Math.nextUp(number);
    }
  }

  @Test
  void decimalsAreRoundedOnce() {
    // 1 + 2^-24 lies half-way between 1 and the next float, and a hair more lies above.
    assertThat(read("1.000000059604644775390625")).isEqualTo(1f);
    assertThat(read("1.000000059604644775390626")).isEqualTo(Math.nextUp(1f));
    // The nearest double is the half-way point, though the decimal lies above it.
    assertThat(read("1.00000005960464478")).isEqualTo(Math.nextUp(1f));
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 500_000; i++) {
      long digits = random.nextLong(1L << random.nextInt(1, 62));
      String text = digits + "e" + random.nextInt(-50, 30);
      assertThat(read(text)).isEqualTo(Float.parseFloat(text));
      float low = (float) (random.nextDouble() * 2);
      double middle = (low + (double) Math.nextUp(low)) / 2;
      String half = Double.toString(middle);
      assertThat(read(half)).isEqualTo(Float.parseFloat(half));
    }
  }

  @Test
  void formsOfOtherToolsAreRead() {
    assertThat(read("+1")).isEqualTo(1);
    assertThat(read(".5")).isEqualTo(0.5f);
    assertThat(read("5.")).isEqualTo(5);
    assertThat(read("1e-05")).isEqualTo(1e-5f);
    assertThat(read("1.5E+2")).isEqualTo(150);
    assertThat(read("-0")).isEqualTo(-0.0f);
    assertThat(read("0.000000")).isZero();
    assertThat(read("00001")).isEqualTo(1);
    assertThat(read("1e50")).isInfinite();
    assertThat(read("nan")).isNaN();
    assertThat(read("-Infinity")).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(read("inf")).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void whatIsNoNumberIsRefused() {
    for (String text :
        new String[] {"", "-", ".", "a", "1f", "0x1p3", "1 ", "1e", "1e+", "1.2.3", "--1", "1,5"}) {
      assertThatThrownBy(() -> read(text)).as(text).isInstanceOf(NumberFormatException.class);
    }
  }
}
