package dev.perplex.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatKernel} by the Vector API: a lane of the specification is a lane of a 256-bit vector.
 * Only operations that work lane by lane are used. A reduction over lanes would be summed in
 * another order by the compiler than by the interpreter, and results would change with the moment
 * of compilation.
 *
 * <p>Loops are not unrolled by hand: C2 then lifts all loads to the front and runs out of
 * registers, which took 1.5 to 5 times as long.
 */
final class VectorFloatKernel implements FloatKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  private static final int BATCH = 200;
  private static final long FAST = 2_000; // ns a turn of the warm-up: compiled ones take some 300

  /** As in use: the compiler lays loops out by how long it saw them run. */
  private static final int WARM_LENGTH = 128;

  private static final long MOST_WARM_UP = 2_000_000_000L; // ns

  private static final FloatVector HALF = FloatVector.broadcast(SPECIES, 0.5f);

  /**
   * @throws LinkageError where the hardware has narrower vectors: they would be emulated, slowly
   */
  VectorFloatKernel() {
    if (FloatVector.SPECIES_PREFERRED.length() < LANES) {
      throw new LinkageError(
          "vectors have " + FloatVector.SPECIES_PREFERRED.length() + " lanes of " + LANES);
    }
  }

  @Override
  public String description() {
    return "vector, 256 bits";
  }

  @Override
  public void warmUp() {
    float[][] x = new float[2][WARM_LENGTH];
    float[][] y = new float[TILE][WARM_LENGTH];
    float[] steps = new float[2 * TILE + LANES];
    float[] labels = new float[steps.length];
    float[] partial = new float[TILE * LANES];
    long end = System.nanoTime() + MOST_WARM_UP;
    int fast = 0; // batches in a row that compiled loops did
    while (fast < 3 && System.nanoTime() < end) {
      long start = System.nanoTime();
      for (int i = 0; i < BATCH; i++) {
        dots(x[0], y, 0, WARM_LENGTH, steps, 0, partial);
        logisticSteps(steps, 2 * TILE, labels, 0);
        update(x, 2, y, 0, WARM_LENGTH, steps);
        axpy(0, x[0], x[1], WARM_LENGTH);
        dot(x[0], x[1], WARM_LENGTH);
      }
      fast = System.nanoTime() - start < BATCH * FAST ? fast + 1 : 0;
    }
  }

  /**
   * Loads and stores below are not checked by themselves (see {@link Kernels}), so each call checks
   * its rows before it begins.
   */
  private static void check(int length, float[] row) {
    if (length % LANES != 0 || row.length < length) {
      throw new IndexOutOfBoundsException(
          length + " floats of a row of " + row.length + ", in whole steps of " + LANES);
    }
  }

  private static void check(int length, float[][] rows, int from, int count) {
    for (int i = from; i < from + count; i++) {
      check(length, rows[i]);
    }
  }

  private static FloatVector load(float[] row, int at) {
    return FloatVector.fromArray(SPECIES, row, at);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  @Override
  public float dot(float[] x, float[] y, int length) {
    check(length, x);
    check(length, y);
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int d = 0; d < length; d += LANES) {
      sum = load(x, d).fma(load(y, d), sum);
    }
    return ((sum.lane(0) + sum.lane(1)) + (sum.lane(2) + sum.lane(3)))
        + ((sum.lane(4) + sum.lane(5)) + (sum.lane(6) + sum.lane(7)));
  }

  @Override
  public void axpy(float a, float[] x, float[] y, int length) {
    check(length, x);
    check(length, y);
    FloatVector factor = all(a);
    for (int d = 0; d < length; d += LANES) {
      factor.fma(load(x, d), load(y, d)).intoArray(y, d);
    }
  }

  @Override
  public void dots(
      float[] x, float[][] rows, int first, int length, float[] products, int at, float[] partial) {
    check(length, x);
    check(length, rows, first, TILE);
    check(TILE * LANES, partial);
    dots(
        x,
        rows[first],
        rows[first + 1],
        rows[first + 2],
        rows[first + 3],
        rows[first + 4],
        rows[first + 5],
        length,
        partial);
    for (int j = 0; j < TILE; j++) {
      products[at + j] = ScalarFloatKernel.sum(partial, j * LANES);
    }
  }

  private static void dots(
      float[] x,
      float[] y0,
      float[] y1,
      float[] y2,
      float[] y3,
      float[] y4,
      float[] y5,
      int length,
      float[] partial) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    for (int d = 0; d < length; d += LANES) {
      FloatVector v = load(x, d);
      s0 = v.fma(load(y0, d), s0);
      s1 = v.fma(load(y1, d), s1);
      s2 = v.fma(load(y2, d), s2);
      s3 = v.fma(load(y3, d), s3);
      s4 = v.fma(load(y4, d), s4);
      s5 = v.fma(load(y5, d), s5);
    }
    s0.intoArray(partial, 0);
    s1.intoArray(partial, LANES);
    s2.intoArray(partial, 2 * LANES);
    s3.intoArray(partial, 3 * LANES);
    s4.intoArray(partial, 4 * LANES);
    s5.intoArray(partial, 5 * LANES);
  }

  /**
   * The checks also make the method too long (in bytecode) for C2 to inline it. Inlined among a
   * window's other loops it ran seven times slower, with its vectors as objects on the heap; so it
   * does with the loop unrolled.
   */
  @Override
  public void logisticSteps(float[] scores, int count, float[] labels, float rate) {
    if (count < 0 || count > scores.length - scores.length % LANES) {
      throw new IllegalArgumentException(
          count + " scores in room for " + scores.length + ", of which whole lanes count");
    }
    if (labels.length < FloatKernel.padded(count)) {
      throw new IllegalArgumentException(labels.length + " labels for " + count + " scores");
    }
    if (scores == labels) {
      throw new IllegalArgumentException("scores that are their own labels");
    }
    if (rate < 0) {
      throw new IllegalArgumentException("a learning rate of " + rate);
    }
    FloatVector bound = all(ScalarFloatKernel.BOUND);
    for (int i = 0; i < count; i += LANES) {
      FloatVector x = load(scores, i).mul(HALF).min(bound).max(bound.neg());
      FloatVector s = x.mul(x);
      FloatVector p = all(ScalarFloatKernel.P6).fma(s, all(ScalarFloatKernel.P5));
      p = p.fma(s, all(ScalarFloatKernel.P4));
      p = p.fma(s, all(ScalarFloatKernel.P3));
      p = p.fma(s, all(ScalarFloatKernel.P2));
      p = p.fma(s, all(ScalarFloatKernel.P1));
      p = p.fma(s, all(ScalarFloatKernel.P0));
      FloatVector q = all(ScalarFloatKernel.Q3).fma(s, all(ScalarFloatKernel.Q2));
      q = q.fma(s, all(ScalarFloatKernel.Q1));
      q = q.fma(s, all(ScalarFloatKernel.Q0));
      FloatVector sigmoid = x.mul(p).div(q).fma(HALF, HALF);
      load(labels, i).sub(sigmoid).mul(rate).intoArray(scores, i);
    }
  }

  @Override
  public void update(float[][] x, int m, float[][] y, int first, int length, float[] steps) {
    check(length, x, 0, m);
    check(length, y, first, TILE);
    update(
        x,
        m,
        y[first],
        y[first + 1],
        y[first + 2],
        y[first + 3],
        y[first + 4],
        y[first + 5],
        length,
        steps);
  }

  @Override
  public void update(
      float[][] x, float[][] change, int m, float[][] y, int first, int length, float[] steps) {
    check(length, x, 0, m);
    check(length, change, 0, m);
    check(length, y, first, TILE);
    update(
        x,
        change,
        m,
        y[first],
        y[first + 1],
        y[first + 2],
        y[first + 3],
        y[first + 4],
        y[first + 5],
        length,
        steps);
  }

  // As below, without a row of changes: it would be loaded beside x, which costs a third.
  private static void update(
      float[][] x,
      int m,
      float[] y0,
      float[] y1,
      float[] y2,
      float[] y3,
      float[] y4,
      float[] y5,
      int length,
      float[] steps) {
    for (int d = 0; d < length; d += LANES) {
      FloatVector w0 = load(y0, d);
      FloatVector w1 = load(y1, d);
      FloatVector w2 = load(y2, d);
      FloatVector w3 = load(y3, d);
      FloatVector w4 = load(y4, d);
      FloatVector w5 = load(y5, d);
      FloatVector g0 = w0;
      FloatVector g1 = w1;
      FloatVector g2 = w2;
      FloatVector g3 = w3;
      FloatVector g4 = w4;
      FloatVector g5 = w5;
      for (int i = 0; i < m; i++) {
        float[] to = x[i];
        FloatVector own = load(to, d);
        FloatVector moved = own;
        FloatVector step = all(steps[i * TILE]);
        moved = w0.fma(step, moved);
        g0 = own.fma(step, g0);
        step = all(steps[i * TILE + 1]);
        moved = w1.fma(step, moved);
        g1 = own.fma(step, g1);
        step = all(steps[i * TILE + 2]);
        moved = w2.fma(step, moved);
        g2 = own.fma(step, g2);
        step = all(steps[i * TILE + 3]);
        moved = w3.fma(step, moved);
        g3 = own.fma(step, g3);
        step = all(steps[i * TILE + 4]);
        moved = w4.fma(step, moved);
        g4 = own.fma(step, g4);
        step = all(steps[i * TILE + 5]);
        moved = w5.fma(step, moved);
        g5 = own.fma(step, g5);
        moved.intoArray(to, d);
      }
      g0.intoArray(y0, d);
      g1.intoArray(y1, d);
      g2.intoArray(y2, d);
      g3.intoArray(y3, d);
      g4.intoArray(y4, d);
      g5.intoArray(y5, d);
    }
  }

  private static void update(
      float[][] x,
      float[][] change,
      int m,
      float[] y0,
      float[] y1,
      float[] y2,
      float[] y3,
      float[] y4,
      float[] y5,
      int length,
      float[] steps) {
    for (int d = 0; d < length; d += LANES) {
      FloatVector w0 = load(y0, d);
      FloatVector w1 = load(y1, d);
      FloatVector w2 = load(y2, d);
      FloatVector w3 = load(y3, d);
      FloatVector w4 = load(y4, d);
      FloatVector w5 = load(y5, d);
      FloatVector g0 = w0;
      FloatVector g1 = w1;
      FloatVector g2 = w2;
      FloatVector g3 = w3;
      FloatVector g4 = w4;
      FloatVector g5 = w5;
      for (int i = 0; i < m; i++) {
        float[] to = change[i];
        FloatVector own = load(x[i], d);
        FloatVector moved = load(to, d);
        FloatVector step = all(steps[i * TILE]);
        moved = w0.fma(step, moved);
        g0 = own.fma(step, g0);
        step = all(steps[i * TILE + 1]);
        moved = w1.fma(step, moved);
        g1 = own.fma(step, g1);
        step = all(steps[i * TILE + 2]);
        moved = w2.fma(step, moved);
        g2 = own.fma(step, g2);
        step = all(steps[i * TILE + 3]);
        moved = w3.fma(step, moved);
        g3 = own.fma(step, g3);
        step = all(steps[i * TILE + 4]);
        moved = w4.fma(step, moved);
        g4 = own.fma(step, g4);
        step = all(steps[i * TILE + 5]);
        moved = w5.fma(step, moved);
        g5 = own.fma(step, g5);
        moved.intoArray(to, d);
      }
      g0.intoArray(y0, d);
      g1.intoArray(y1, d);
      g2.intoArray(y2, d);
      g3.intoArray(y3, d);
      g4.intoArray(y4, d);
      g5.intoArray(y5, d);
    }
  }
}
