package dev.perplex.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.kernel.MatrixProducts.Form;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of stretches of arrays, few rows and many, against three loops in double. */
class MatrixProductsTest {
  private static final int OFFSET = 3;
  private static final int GAP = 2; // between the end of a row and the next

  private final SplittableRandom random = new SplittableRandom(1);

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "2, 1", "8, 0", "8, 1", "9, 0", "9, 1", "33, 1"})
  void productsAreThoseOfTheLoops(int m, float beta) {
    for (MatrixProducts products :
        new MatrixProducts[] {MatrixProducts.fastest(), MatrixProducts.plain()}) {
      for (Form form : Form.values()) {
        check(products, form, m, 21, 17, beta);
      }
    }
  }

  private void check(MatrixProducts products, Form form, int m, int n, int k, float beta) {
    int aLead = (form == Form.ATB ? m : k) + GAP;
    int bLead = (form == Form.ABT ? k : n) + GAP;
    int cLead = n + GAP;
    float[] a = drawn(form == Form.ATB ? k : m, aLead);
    float[] b = drawn(form == Form.ABT ? n : k, bLead);
    float[] c = drawn(m, cLead);
    float[] expected = c.clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = beta * c[OFFSET + i * cLead + j];
        for (int l = 0; l < k; l++) {
          float x = a[OFFSET + (form == Form.ATB ? l * aLead + i : i * aLead + l)];
          float y = b[OFFSET + (form == Form.ABT ? j * bLead + l : l * bLead + j)];
          sum += (double) x * y;
        }
        expected[OFFSET + i * cLead + j] = (float) sum;
      }
    }
    if (beta == 0) {
      c[OFFSET] = Float.NaN; // what is overwritten may be anything
    }
    products.multiply(form, m, n, k, a, OFFSET, aLead, b, OFFSET, bLead, beta, c, OFFSET, cLead);
    assertThat(c)
        .as("%s %s", products.description(), form)
        .containsExactly(expected, within(1e-5f));
  }

  private float[] drawn(int rows, int lead) {
    float[] values = new float[OFFSET + rows * lead];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
