package dev.perplex.word2vec.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CorrelationTest {
  @Test
  void equalNumbersShareTheMeanOfTheirRanks() {
    double[] numbers = {30, 10, 20, 10, 30, 30};
    double[] ranks = {5, 1.5, 3, 1.5, 5, 5};
    double[] others = {1, 2, 3, 4, 5, 7}; // their ranks are 1 to 6
    assertThat(Correlation.spearman(numbers, others))
        .isCloseTo(Correlation.pearson(ranks, new double[] {1, 2, 3, 4, 5, 6}), within(1e-12));
  }

  @Test
  void pearsonByHand() {
    // Means 2 and 4; products -1 * -2 + 0 * -1 + 1 * 3 = 5; squares 2 and 4 + 1 + 9 = 14.
    assertThat(Correlation.pearson(new double[] {1, 2, 3}, new double[] {2, 3, 7}))
        .isCloseTo(5 / Math.sqrt(28), within(1e-12));
  }

  @Test
  void spearmanByHandWithTies() {
    // Ranks of x: 1, 2.5, 2.5, 4; of y: 1, 3, 2, 4. From their mean 2.5: -1.5, 0, 0, 1.5 and
    // -1.5, .5, -.5, 1.5. Products 4.5; squares 4.5 and 5. So 4.5 / sqrt 22.5 = 0.948683, where the
    // formula that knows no ties, 1 - 6 * .5 / 60, gives 0.95.
    assertThat(Correlation.spearman(new double[] {1, 2, 2, 3}, new double[] {10, 30, 20, 99}))
        .isCloseTo(0.9486832980505138, within(1e-12));
  }

  @Test
  void whatDoesNotVaryHasNoCorrelation() {
    assertThat(Correlation.pearson(new double[] {1, 1}, new double[] {1, 2})).isNaN();
    assertThat(Correlation.pearson(new double[] {1, 2}, new double[] {1, 1})).isNaN();
    assertThat(Correlation.pearson(new double[] {0.1, 0.1, 0.1}, new double[] {1, 2, 4})).isNaN();
    assertThat(Correlation.spearman(new double[] {1, 2, 4}, new double[] {0.1, 0.1, 0.1})).isNaN();
    assertThat(Correlation.pearson(new double[] {1}, new double[] {1})).isNaN();
    assertThat(Correlation.pearson(new double[0], new double[0])).isNaN();
    assertThat(Correlation.spearman(new double[] {1}, new double[] {1})).isNaN();
    assertThat(Correlation.spearman(new double[0], new double[0])).isNaN();
  }

  @Property
  void ranksForgetTheScaleAndOrderOfNumbers(
      @ForAll @Size(min = 3, max = 30) List<@IntRange(max = 9) Integer> x) {
    double[] plain = new double[x.size()];
    double[] bent = new double[x.size()];
    double[] turned = new double[x.size()];
    for (int i = 0; i < x.size(); i++) {
      plain[i] = x.get(i);
      bent[i] = Math.exp(x.get(i));
      turned[i] = -x.get(i);
    }
    double same = Correlation.spearman(plain, bent);
    if (Double.isNaN(same)) {
      return; // all equal
    }
    assertThat(same).isCloseTo(1, within(1e-12));
    assertThat(Correlation.spearman(plain, turned)).isCloseTo(-1, within(1e-12));
  }
}
