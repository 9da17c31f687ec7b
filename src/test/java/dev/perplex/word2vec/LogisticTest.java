package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogisticTest {
  @Test
  void agreesWithTheExactFunctions() {
    for (float x = -20; x <= 20; x += 0.0037f) {
      assertThat(Logistic.sigmoid(x)).isCloseTo((float) (1 / (1 + Math.exp(-x))), within(4e-6f));
      assertThat(Logistic.softplus(x)).isCloseTo((float) Math.log1p(Math.exp(x)), within(1e-5f));
    }
  }

  @Test
  void holdsAtItsEdges() {
    assertThat(Logistic.sigmoid(0)).isEqualTo(0.5f);
    assertThat(Logistic.sigmoid(Math.nextDown(16f))).isCloseTo(1f, within(1e-6f));
    assertThat(Logistic.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(Logistic.sigmoid(Float.NEGATIVE_INFINITY)).isEqualTo(0);
    assertThat(Logistic.softplus(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  void doesNotHideNan() {
    assertThat(Logistic.sigmoid(Float.NaN)).isNaN();
    assertThat(Logistic.softplus(Float.NaN)).isNaN();
  }
}
