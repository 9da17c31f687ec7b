package dev.perplex.word2vec;

import dev.perplex.kernel.FloatKernel;
import java.util.Arrays;

/**
 * One step of gradient descent on one window: every input row decides about every target. As
 * matrices, with X the inputs [m, d], Y the targets [n, d], L the labels: {@code E = rate * (L -
 * sigmoid(X Y^T))}, {@code X += E Y}, {@code Y += E^T X}, each by the values before.
 */
final class WindowStep {
  private static final int TILE = FloatKernel.TILE;

  /** Label of a row of zeros that fills a tile: sigmoid(0) is 1/2, so its steps are exactly 0. */
  private static final float PAD = 0.5f;

  private final FloatKernel kernel = FloatKernel.fastest();
  private final int stride;
  private final float[] zeros;
  private final float[][] targets; // whole tiles
  private final float[][] steps; // by tile: [m * TILE], row an input
  private final float[][] labels; // by tile, as long
  private final int[] labelled; // by tile, inputs that have the labels of the first
  private final float[][] change; // by input, what it moves by where there are several tiles
  private final float[] partial = new float[TILE * FloatKernel.LANES];

  /**
   * @param stride floats of a row, padded
   * @param mostInputs of a window
   * @param mostTargets of a window
   */
  WindowStep(int stride, int mostInputs, int mostTargets) {
    this.stride = stride;
    this.zeros = new float[stride];
    int tiles = Math.max(1, (mostTargets + TILE - 1) / TILE);
    int room = FloatKernel.padded(mostInputs * TILE);
    this.targets = new float[tiles * TILE][];
    this.steps = new float[tiles][room];
    this.labels = new float[tiles][room];
    this.labelled = new int[tiles];
    this.change = new float[mostInputs][stride];
  }

  /** The target rows, for the caller to set the first n of. */
  float[][] targets() {
    return targets;
  }

  /**
   * Moves inputs and targets.
   *
   * @param inputs the first {@code m} rows are taken
   * @param n how many of {@link #targets()} are set
   * @param wanted the label of each target
   */
  void move(float[][] inputs, int m, int n, float[] wanted, float rate) {
    int tiles = score(inputs, m, n, wanted, rate);
    if (tiles == 1) {
      kernel.update(inputs, m, targets, 0, stride, steps[0]);
      return;
    }
    changeOf(inputs, m, tiles);
    for (int i = 0; i < m; i++) {
      kernel.axpy(1, change[i], inputs[i], stride);
    }
  }

  /**
   * Moves the targets, and gives what the one input would move by, [stride], without moving it: the
   * input of CBOW is a mean, and its words move instead.
   */
  float[] moveTargets(float[][] input, int n, float[] wanted, float rate) {
    changeOf(input, 1, score(input, 1, n, wanted, rate));
    return change[0];
  }

  private void changeOf(float[][] inputs, int m, int tiles) {
    for (int i = 0; i < m; i++) {
      Arrays.fill(change[i], 0);
    }
    for (int tile = 0; tile < tiles; tile++) {
      kernel.update(inputs, change, m, targets, tile * TILE, stride, steps[tile]);
    }
  }

  private int score(float[][] inputs, int m, int n, float[] wanted, float rate) {
    int tiles = (n + TILE - 1) / TILE;
    Arrays.fill(targets, n, tiles * TILE, zeros);
    for (int tile = 0; tile < tiles; tile++) {
      float[] scores = steps[tile];
      for (int i = 0; i < m; i++) {
        kernel.dots(inputs[i], targets, tile * TILE, stride, scores, i * TILE, partial);
      }
      kernel.logisticSteps(scores, m * TILE, labels(tile, m, n, wanted), rate);
    }
    return tiles;
  }

  /** The labels of a tile for each input, which from window to window are mostly the same. */
  private float[] labels(int tile, int m, int n, float[] wanted) {
    float[] right = labels[tile];
    boolean same = true;
    for (int j = 0; j < TILE; j++) {
      int target = tile * TILE + j;
      float label = target < n ? wanted[target] : PAD;
      same &= right[j] == label;
      right[j] = label;
    }
    for (int i = same ? Math.max(1, labelled[tile]) : 1; i < m; i++) {
      System.arraycopy(right, 0, right, i * TILE, TILE);
    }
    labelled[tile] = same ? Math.max(m, labelled[tile]) : m;
    return right;
  }
}
