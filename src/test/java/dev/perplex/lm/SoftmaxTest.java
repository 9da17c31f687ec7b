package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SoftmaxTest {

  /**
   * Logits 0, ln 2, ln 5: probabilities 1/8, 2/8, 5/8. Target 1: loss ln 4, gradient 1/8, -6/8,
   * 5/8. Second row equal logits, target 0: loss ln 3.
   */
  @Test
  void lossAndGradientByHand() {
    INDArray logits =
        Nd4j.create(new double[][] {{0, Math.log(2), Math.log(5)}, {7, 7, 7}})
            .castTo(DataType.FLOAT)
            .dup('f');
    double[] losses = Softmax.lossesAndGradient(logits, new int[] {1, 0});
    assertThat(losses[0]).isCloseTo(Math.log(4), within(1e-6));
    assertThat(losses[1]).isCloseTo(Math.log(3), within(1e-6));
    assertThat(logits.getDouble(0, 0)).isCloseTo(0.125, within(1e-6));
    assertThat(logits.getDouble(0, 1)).isCloseTo(-0.75, within(1e-6));
    assertThat(logits.getDouble(0, 2)).isCloseTo(0.625, within(1e-6));
    assertThat(logits.getDouble(1, 0)).isCloseTo(-2 / 3d, within(1e-6));
  }

  @Test
  void aProbabilityBelowTheSmallestFloatHasAFiniteLoss() {
    INDArray logits = Nd4j.createFromArray(new float[][] {{0, 300}}).dup('f');
    assertThat(Softmax.losses(logits, new int[] {0})[0]).isCloseTo(300, within(1e-4));
  }

  @Test
  void aLogitThatIsNotANumberShows() {
    INDArray logits = Nd4j.createFromArray(new float[][] {{0, Float.NaN}}).dup('f');
    assertThat(Softmax.losses(logits, new int[] {0})[0]).isNaN();
  }

  /** 5 x 40,000 takes several blocks; the reference is summed in double, a row at a time. */
  @Test
  void blocksDoNotShow() {
    int rows = 5;
    int words = 40_000;
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[rows * words]; // column order
    int[] targets = random.ints(rows, 0, words).toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() * 8 - 4);
    }
    INDArray logits = Nd4j.create(values, new int[] {rows, words}, 'f');
    double[] losses = Softmax.losses(logits, targets);
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int word = 0; word < words; word++) {
        sum += Math.exp(values[word * rows + row]);
      }
      assertThat(losses[row])
          .isCloseTo(Math.log(sum) - values[targets[row] * rows + row], within(1e-5));
    }
  }

  @Test
  void rowOrderIsRefused() {
    assertThatThrownBy(() -> Softmax.losses(Nd4j.rand(3, 4).dup('c'), new int[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
