package dev.perplex.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparseKernelTest {
  private static final SparseKernel SCALAR = SparseKernel.scalar();
  private static final SparseKernel VECTOR = new VectorSparseKernel();

  private static float[] positive(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) Math.exp(8 * (random.nextDouble() - 1));
    }
    return numbers;
  }

  /** What a call kept. */
  private record Kept(int[] places, float[] values) {
    static Kept of(SparseKernel kernel, float[] x, int at, float threshold, long stream) {
      int length = x.length - at;
      int[] places = new int[2 + length + SparseKernel.SPARE];
      float[] values = new float[places.length];
      int end = kernel.keep(x, at, length, threshold, stream, 1000, places, values, 2);
      assertThat(places[1]).isZero(); // what was kept before stays
      return new Kept(Arrays.copyOfRange(places, 2, end), Arrays.copyOfRange(values, 2, end));
    }
  }

  /** The hash, by whole numbers in Python. A stream of 0 hashes place 0 to 0. */
  @Test
  void randomNumbersAreThoseOfTheHash() {
    assertThat(SparseKernel.uniform(0, 0)).isEqualTo(0x1p-24f);
    assertThat((double) SparseKernel.uniform(0x123456789abcdef0L, 7)).isEqualTo(0.4374009966850281);
    assertThat((double) SparseKernel.uniform(0xfedcba9876543210L, 33_277))
        .isEqualTo(0.9718326926231384);
  }

  /**
   * Sixteen classes of 4,096 numbers each, over places of one stream and over streams at one place:
   * chi-square of 15 degrees of freedom is above 45 once in 10,000 times. Neighbours, and the same
   * place in streams that differ by one step of the counter, are not correlated.
   */
  @Test
  void randomNumbersAreUniform() {
    int count = 1 << 16;
    for (boolean overPlaces : new boolean[] {true, false}) {
      int[] classes = new int[16];
      double product = 0;
      for (int i = 0; i < count; i++) {
        long stream = overPlaces ? 77 : 77 + (long) i * ScalarSparseKernel.GOLDEN;
        float u = SparseKernel.uniform(stream, overPlaces ? i : 5);
        float next = SparseKernel.uniform(stream, overPlaces ? i + 1 : 6);
        assertThat(u).isGreaterThan(0).isLessThan(1);
        classes[(int) (u * 16)]++;
        product += (u - 0.5) * (next - 0.5) * 12;
      }
      double chiSquare = 0;
      for (int each : classes) {
        chiSquare += Math.pow(each - count / 16.0, 2) / (count / 16.0);
      }
      assertThat(chiSquare).isLessThan(45);
      assertThat(product / count).isCloseTo(0, within(5 / Math.sqrt(count)));
    }
  }

  /** By hand: u of the places 1000 and 1001 in some stream, and values on both sides of it. */
  @Test
  void keepsWhatIsAboveItsShareOfTheThreshold() {
    float u = SparseKernel.uniform(9, 1000);
    float v = SparseKernel.uniform(9, 1001);
    Kept kept = Kept.of(SCALAR, new float[] {2 * u * 1.01f, 2 * v * 0.99f, 2.01f}, 0, 2, 9);
    assertThat(kept.places()).containsExactly(1000, 1002);
    assertThat(kept.values()).containsExactly(2 * u * 1.01f, 2.01f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 16, 23, 200, 256, 1030})
  void vectorsKeepTheSame(int length) {
    for (int round = 0; round < 40; round++) {
      float[] x = positive(length + 3, 100L * length + round);
      if (round % 5 == 4) {
        x[3 + length / 2] = Float.NaN;
      }
      float threshold = round % 4 == 3 ? 0 : 0.02f * round;
      Kept expected = Kept.of(SCALAR, x, 3, threshold, round * 0x9E3779B97F4A7C15L);
      Kept ours = Kept.of(VECTOR, x, 3, threshold, round * 0x9E3779B97F4A7C15L);
      assertThat(ours.places()).containsExactly(expected.places());
      assertThat(ours.values()).containsExactly(expected.values());
    }
  }

  @Property(tries = 200)
  void aHigherThresholdKeepsAPart(
      @ForAll @FloatRange(min = 0, max = 1) float low,
      @ForAll @FloatRange(min = 0, max = 1) float more,
      @ForAll long stream) {
    float[] x = positive(100, stream);
    Kept all = Kept.of(SCALAR, x, 0, low, stream);
    Kept part = Kept.of(SCALAR, x, 0, low + more, stream);
    assertThat(Arrays.stream(all.places()).boxed().toList())
        .containsAll(Arrays.stream(part.places()).boxed().toList());
    for (int i = 0; i < x.length; i++) {
      if (x[i] >= low + more) {
        assertThat(part.places()).contains(1000 + i);
      }
    }
  }

  @Test
  void whatIsNoNumberIsNotKept() {
    float[] x = {Float.NaN, 1, 1, 1, 1, 1, 1, 1, 1};
    for (SparseKernel kernel : new SparseKernel[] {SCALAR, VECTOR}) {
      assertThat(Kept.of(kernel, x, 0, 0, 3).places()).doesNotContain(1000).hasSize(8);
      assertThat(Kept.of(kernel, x, 0, Float.NaN, 3).places()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 63, 64, 65, 200, 650})
  void rowsAreAdded(int length) {
    float[] x = positive(10 * length, length);
    float[] a = {9, 0.5f, -0.25f, 2, 0.125f, 9};
    int[] rows = {9, 3, 0, 3, 8, 9};
    float[] start = positive(length + 4, 3);
    for (int until = 1; until < a.length; until++) {
      float[] expected = start.clone();
      float[] ours = start.clone();
      SCALAR.addRows(a, rows, 1, until, x, expected, 2, length);
      VECTOR.addRows(a, rows, 1, until, x, ours, 2, length);
      assertThat(ours).containsExactly(expected);
      for (int j = 0; j < start.length; j++) {
        double sum = start[j];
        for (int k = 1; k < until && j >= 2 && j < length + 2; k++) {
          sum += (double) a[k] * x[rows[k] * length + j - 2];
        }
        assertThat((double) ours[j]).isCloseTo(sum, within(1e-6));
      }
    }
  }

  @Test
  void whatEndsBeyondAnArrayIsAFault() {
    float[] ten = new float[10];
    float[] many = new float[40];
    int[] places = new int[40];
    assertThatThrownBy(() -> VECTOR.keep(ten, 3, 8, 1, 7, 0, places, many, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> VECTOR.keep(many, 0, 32, 1, 7, 0, places, many.clone(), 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> VECTOR.addRows(ten, new int[] {5}, 0, 1, many, ten, 0, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> VECTOR.addRows(ten, new int[] {0}, 0, 1, many, ten, 3, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
