package dev.perplex.lm.fused;

import java.util.ArrayList;
import java.util.List;

/** What an optimizer remembers of one tensor, and the scratch by which it moves single rows. */
final class Moments {
  private final Tensor tensor;
  private final List<Tensor> kept = new ArrayList<>();
  private final float[][] whole; // the arrays of kept
  private final float[] row; // [columns], a row of parameters while it moves
  private final float[] slope; // [columns], its gradient
  private final float[][] rowMoments; // [moments][columns]

  Moments(Gradient gradient, UpdateRule rule) {
    this.tensor = gradient.tensor();
    String[] names = rule.moments();
    this.whole = new float[names.length][];
    this.rowMoments = new float[names.length][gradient.isOfRows() ? tensor.columns() : 0];
    this.row = new float[gradient.isOfRows() ? tensor.columns() : 0];
    this.slope = new float[row.length];
    for (int i = 0; i < names.length; i++) {
      Tensor moment =
          new Tensor(
              "optimizer." + names[i] + "." + tensor.name(), tensor.rows(), tensor.columns());
      kept.add(moment);
      whole[i] = moment.values();
    }
  }

  List<Tensor> kept() {
    return kept;
  }

  float[][] whole() {
    return whole;
  }

  /** Brings a row into the scratch, with the {@code i}-th row of its gradient. */
  void load(Gradient gradient, int i) {
    load(gradient.row(i));
    System.arraycopy(gradient.values(), i * row.length, slope, 0, row.length);
  }

  /** The same without a gradient. */
  void load(int number) {
    int at = number * tensor.columns();
    System.arraycopy(tensor.values(), at, row, 0, row.length);
    for (int k = 0; k < whole.length; k++) {
      System.arraycopy(whole[k], at, rowMoments[k], 0, row.length);
    }
  }

  /** Brings it back. */
  void store(int number) {
    int at = number * tensor.columns();
    System.arraycopy(row, 0, tensor.values(), at, row.length);
    for (int k = 0; k < whole.length; k++) {
      System.arraycopy(rowMoments[k], 0, whole[k], at, row.length);
    }
  }

  float[] row() {
    return row;
  }

  float[] slope() {
    return slope;
  }

  float[][] rowMoments() {
    return rowMoments;
  }

  static void scale(float[] x, double factor, int length) {
    float a = (float) factor;
    for (int i = 0; i < length; i++) {
      x[i] *= a;
    }
  }
}
