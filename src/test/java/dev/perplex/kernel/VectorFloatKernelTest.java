package dev.perplex.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The Vector API's loops give the bits of the plain ones. */
class VectorFloatKernelTest {
  private static final int LONGEST = 520;
  private static final int MOST_INPUTS = 12;
  private static final float[] ODD = {
    0f,
    -0f,
    1e30f,
    -1e30f,
    Float.MIN_VALUE,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private final FloatKernel vector = made();

  private static FloatKernel made() {
    assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
    try {
      return new VectorFloatKernel();
    } catch (LinkageError e) {
      // Vectors are narrow here: then nothing but the plain loops may be chosen.
      assertThat(e).hasMessageStartingWith("vectors have ");
      assertThat(FloatKernel.fastest()).isSameAs(FloatKernel.scalar());
      return FloatKernel.fastest();
    }
  }

  @Test
  void agreesAtEveryDimension() {
    SameBits same = new SameBits(vector, 1);
    for (int dimension = 1; dimension <= LONGEST; dimension++) {
      same.check(dimension, 1 + dimension % MOST_INPUTS);
    }
  }

  @Test
  void agreesForEveryNumberOfInputs() {
    SameBits same = new SameBits(vector, 2);
    for (int m = 1; m <= MOST_INPUTS; m++) {
      for (int dimension : new int[] {1, 8, 100, 300}) {
        same.check(dimension, m);
      }
    }
  }

  @Test
  void agreesOnNumbersBeyondReason() {
    SameBits same = new SameBits(vector, 3, ODD);
    for (int trial = 0; trial < 2000; trial++) {
      same.check(1 + trial % 40, 1 + trial % MOST_INPUTS);
    }
  }

  @Test
  void agreesOnceTheCompilerHasReplacedTheInterpreter() {
    SameBits same = new SameBits(vector, 4);
    for (int trial = 0; trial < 20_000; trial++) {
      same.check(24, 5);
    }
  }

  @Test
  void isWhatIsChosenHere() {
    assertThat(FloatKernel.fastest()).hasSameClassAs(vector);
  }

  @Test
  void oneWrongSignIsCaught() {
    for (String fault : new String[] {"dot", "dots", "axpy", "logisticSteps", "update"}) {
      SameBits same = new SameBits(new WrongSign(fault), 5);
      assertThatThrownBy(() -> same.check(20, 3)).as(fault).hasMessageStartingWith(fault);
    }
  }
}
