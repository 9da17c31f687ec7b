package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class NegativeSamplingTest {
  private static final int WORD = 2;
  private static final int TARGET = 3;
  private static final int NEGATIVE = 4;
  private static final AliasTable ALWAYS_NEGATIVE = new AliasTable(new double[] {0, 0, 0, 0, 1});

  /** Takes a step on parameters and returns what they are then. */
  private interface Step {
    SkipGramParameters from(SkipGramParameters parameters, float rate);
  }

  private static SkipGramParameters step(SkipGramParameters parameters, float rate) {
    OwnRows rows = new OwnRows(parameters);
    new NegativeSampling(rows, ALWAYS_NEGATIVE, 1).step(WORD, TARGET, rate, new FastRandom(1));
    return parameters.with(List.of(rows.changes(0, parameters.rows())));
  }

  @Test
  void worksTheCaseDoneByHand() {
    // in = (1, 2), target = (0, 0), negative = (2, -1): both dot products are 0, both sigmoids 1/2.
    // With rate 1: target += (1 - 1/2) in = (0.5, 1); negative -= 1/2 in = (1.5, -2);
    // in += 1/2 (0, 0) - 1/2 (2, -1) = (0, 2.5), by the rows before the step. Loss: 2 log 2.
    float[] input = new float[10];
    float[] output = new float[10];
    System.arraycopy(new float[] {1, 2}, 0, input, WORD * 2, 2);
    System.arraycopy(new float[] {2, -1}, 0, output, NEGATIVE * 2, 2);
    OwnRows rows = new OwnRows(new SkipGramParameters(5, 2, input, output));
    float loss =
        new NegativeSampling(rows, ALWAYS_NEGATIVE, 1).step(WORD, TARGET, 1, new FastRandom(1));
    RowChanges changes = rows.changes(0, 10);
    assertThat(loss).isCloseTo((float) (2 * Math.log(2)), within(1e-5f));
    assertThat(changes.size()).isEqualTo(3);
    assertThat(changes.row(0)).isEqualTo(WORD);
    assertThat(changes.row(1)).isEqualTo(5 + TARGET);
    assertThat(changes.row(2)).isEqualTo(5 + NEGATIVE);
    assertThat(changes.values()).containsExactly(0, 2.5f, 0.5f, 1, 1.5f, -2);
    assertThat(input[WORD * 2]).isEqualTo(1);
  }

  @Test
  void aNegativeThatIsTheTargetIsLeftOut() {
    float[] zeros = new float[10];
    OwnRows rows = new OwnRows(new SkipGramParameters(5, 2, zeros, zeros));
    float loss =
        new NegativeSampling(rows, ALWAYS_NEGATIVE, 5).step(WORD, NEGATIVE, 1, new FastRandom(1));
    assertThat(loss).isCloseTo((float) Math.log(2), within(1e-5f));
  }

  @Test
  void stepsAgainstTheGradientOfTheLoss() {
    assertThat(gradientError(NegativeSamplingTest::step)).isLessThan(1e-3);
  }

  @Test
  void theGradientCheckCatchesAFlippedSignAndAForgottenNegative() {
    Step flipped =
        (from, rate) -> {
          SkipGramParameters to = step(from, rate);
          for (int row = 0; row < to.rows(); row++) {
            for (int i = to.start(row); i < to.start(row) + to.dimension(); i++) {
              to.matrix(row)[i] = 2 * from.matrix(row)[i] - to.matrix(row)[i];
            }
          }
          return to;
        };
    Step forgotten =
        (from, rate) -> {
          SkipGramParameters to = step(from, rate);
          int at = NEGATIVE * to.dimension();
          System.arraycopy(from.output(), at, to.output(), at, to.dimension());
          return to;
        };
    assertThat(gradientError(flipped)).isGreaterThan(0.1);
    assertThat(gradientError(forgotten)).isGreaterThan(0.01);
  }

  /** The largest difference between a step of rate 1 and the numeric gradient, over all numbers. */
  private static double gradientError(Step step) {
    SkipGramParameters from = new SkipGramParameters(5, 3, numbers(15, 1), numbers(15, 2));
    SkipGramParameters to = step.from(from, 1);
    double worst = 0;
    for (int row = 0; row < from.rows(); row++) {
      for (int i = from.start(row); i < from.start(row) + 3; i++) {
        double change = to.matrix(row)[i] - from.matrix(row)[i];
        worst = Math.max(worst, Math.abs(change + derivative(from, row, i)));
      }
    }
    return worst;
  }

  private static double derivative(SkipGramParameters at, int row, int i) {
    float small = 0x1p-7f;
    SkipGramParameters above = at.copy();
    SkipGramParameters below = at.copy();
    above.matrix(row)[i] += small;
    below.matrix(row)[i] -= small;
    return (loss(above) - loss(below)) / (2 * small);
  }

  private static double loss(SkipGramParameters at) {
    return Math.log1p(Math.exp(-dot(at, TARGET))) + Math.log1p(Math.exp(dot(at, NEGATIVE)));
  }

  private static double dot(SkipGramParameters at, int target) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += (double) at.input()[WORD * 3 + i] * at.output()[target * 3 + i];
    }
    return sum;
  }

  private static float[] numbers(int length, long seed) {
    FastRandom random = new FastRandom(seed);
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = random.nextFloat() * 2 - 1;
    }
    return numbers;
  }
}
