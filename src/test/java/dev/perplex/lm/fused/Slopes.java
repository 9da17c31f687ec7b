package dev.perplex.lm.fused;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Holds the derivatives of an output layer to central differences of its loss. */
final class Slopes {
  static final int ROWS = 6;
  private static final float STEP = 1f / 64;
  private static final float SCALE = 0.5f;
  private static final long SEED = 5;

  private final OutputLayer layer;
  private final float[] hidden;
  private final int[] labels;

  /**
   * @param size of a row of hidden
   */
  Slopes(OutputLayer layer, int size, int... labels) {
    this.layer = layer;
    this.labels = labels;
    this.hidden = new float[labels.length * size];
    fill(hidden, 99);
  }

  float[] hidden() {
    return hidden;
  }

  /** Uniform in [-1, 1]. */
  static void fill(float[] values, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
  }

  static void fill(OutputLayer layer) {
    int seed = 0;
    for (Tensor tensor : layer.parameters()) {
      fill(tensor.values(), seed++);
    }
  }

  double loss() {
    return layer.train(hidden, labels.length, labels, SCALE, new float[hidden.length], SEED);
  }

  /** The largest gap between a derivative and its central difference. */
  double gap() {
    return gap(layer);
  }

  /** The same, of the derivatives that another layer of the same parameters gives. */
  double gap(OutputLayer asked) {
    float[] toHidden = new float[hidden.length];
    Arrays.fill(toHidden, 77); // to be overwritten
    asked.train(hidden, labels.length, labels, SCALE, toHidden, SEED);
    // Copies: to ask for the loss overwrites gradients.
    List<float[]> slopes = asked.gradients().stream().map(Slopes::whole).toList();
    double gap = gap(hidden, toHidden);
    for (int i = 0; i < slopes.size(); i++) {
      gap = Math.max(gap, gap(layer.parameters().get(i).values(), slopes.get(i)));
    }
    return gap;
  }

  /** A gradient as one of all rows, a copy. */
  static float[] whole(Gradient gradient) {
    int columns = gradient.tensor().columns();
    float[] all = new float[gradient.tensor().values().length];
    for (int k = 0; k < gradient.count(); k++) {
      System.arraycopy(gradient.values(), k * columns, all, gradient.row(k) * columns, columns);
    }
    return all;
  }

  private double gap(float[] moved, float[] slopes) {
    double gap = 0;
    for (int i = 0; i < moved.length; i++) {
      float before = moved[i];
      moved[i] = before + STEP;
      double above = loss();
      moved[i] = before - STEP;
      double below = loss();
      moved[i] = before;
      gap = Math.max(gap, Math.abs(SCALE * (above - below) / (2 * STEP) - slopes[i]));
    }
    return gap;
  }
}
