package dev.perplex.lm.fused;

import java.util.Arrays;
import java.util.List;

/** Parameters, gradients and runs of steps that the tests of optimizers share. */
final class Steps {
  private Steps() {}

  /** The numbers that src/test/reference/optimizers.py makes too. */
  static Tensor tensor(int rows, int columns) {
    Tensor tensor = new Tensor("w", rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      tensor.values()[i] = ((i * 37) % 11 - 5) / 8f;
    }
    return tensor;
  }

  static float slope(int i, int step) {
    return ((i * 5 + step * 3) % 13 - 6) / 4f;
  }

  /** Fills a gradient of all rows, but for those that rest in this step, which get zeros. */
  static void fill(Gradient gradient, int step, int... resting) {
    int columns = gradient.tensor().columns();
    if (gradient.isOfRows()) {
      int[] rows = new int[gradient.tensor().rows()];
      int count = 0;
      for (int row = 0; row < rows.length; row++) {
        if (!contains(resting, row)) {
          rows[count++] = row;
        }
      }
      gradient.touch(rows, count);
    }
    for (int k = 0; k < gradient.count(); k++) {
      for (int c = 0; c < columns; c++) {
        boolean rests = contains(resting, gradient.row(k));
        gradient.values()[k * columns + c] = rests ? 0 : slope(gradient.row(k) * columns + c, step);
      }
    }
  }

  private static boolean contains(int[] rows, int row) {
    return Arrays.stream(rows).anyMatch(each -> each == row);
  }

  /** Takes steps on one tensor, of which some rows rest in some of them. */
  static void run(Optimizer optimizer, Gradient gradient, double rate, int[][] restingByStep) {
    for (int step = 0; step < restingByStep.length; step++) {
      fill(gradient, step, restingByStep[step]);
      optimizer.step(List.of(gradient), rate);
    }
  }
}
