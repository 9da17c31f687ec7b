package dev.perplex.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ActivationKernel} by the Vector API; what is left of whole vectors goes by the scalar
 * specification, element by element. Each loop has one nonlinearity: with several in one, C2 runs
 * out of registers and makes objects of vectors.
 */
final class VectorActivationKernel implements ActivationKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final int LANES = ScalarActivationKernel.LANES;

  /**
   * @throws LinkageError where the hardware has narrower vectors: they would be emulated, slowly
   */
  VectorActivationKernel() {
    if (FloatVector.SPECIES_PREFERRED.length() < LANES) {
      throw new LinkageError(
          "vectors have " + FloatVector.SPECIES_PREFERRED.length() + " lanes of " + LANES);
    }
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  private static int whole(int length) {
    return length - length % LANES;
  }

  @Override
  public void sigmoid(float[] x, int at, int length) {
    int whole = whole(length);
    FloatVector half = all(0.5f);
    FloatVector bound = all(ScalarFloatKernel.BOUND);
    for (int i = at; i < at + whole; i += LANES) {
      FloatVector v = load(x, i).mul(half).min(bound).max(bound.neg());
      FloatVector s = v.mul(v);
      FloatVector p = all(ScalarFloatKernel.P6).fma(s, all(ScalarFloatKernel.P5));
      p = p.fma(s, all(ScalarFloatKernel.P4));
      p = p.fma(s, all(ScalarFloatKernel.P3));
      p = p.fma(s, all(ScalarFloatKernel.P2));
      p = p.fma(s, all(ScalarFloatKernel.P1));
      p = p.fma(s, all(ScalarFloatKernel.P0));
      FloatVector q = all(ScalarFloatKernel.Q3).fma(s, all(ScalarFloatKernel.Q2));
      q = q.fma(s, all(ScalarFloatKernel.Q1));
      q = q.fma(s, all(ScalarFloatKernel.Q0));
      v.mul(p).div(q).fma(half, half).intoArray(x, i);
    }
    for (int i = at + whole; i < at + length; i++) {
      x[i] = ScalarFloatKernel.sigmoid(x[i]);
    }
  }

  @Override
  public void tanh(float[] x, int at, float[] to, int toAt, int length) {
    int whole = whole(length);
    FloatVector bound = all(ScalarFloatKernel.BOUND);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector v = load(x, at + i).min(bound).max(bound.neg());
      FloatVector s = v.mul(v);
      FloatVector p = all(ScalarFloatKernel.P6).fma(s, all(ScalarFloatKernel.P5));
      p = p.fma(s, all(ScalarFloatKernel.P4));
      p = p.fma(s, all(ScalarFloatKernel.P3));
      p = p.fma(s, all(ScalarFloatKernel.P2));
      p = p.fma(s, all(ScalarFloatKernel.P1));
      p = p.fma(s, all(ScalarFloatKernel.P0));
      FloatVector q = all(ScalarFloatKernel.Q3).fma(s, all(ScalarFloatKernel.Q2));
      q = q.fma(s, all(ScalarFloatKernel.Q1));
      q = q.fma(s, all(ScalarFloatKernel.Q0));
      v.mul(p).div(q).intoArray(to, toAt + i);
    }
    for (int i = whole; i < length; i++) {
      to[toAt + i] = ScalarActivationKernel.tanh(x[at + i]);
    }
  }

  @Override
  public float highestSum(float[] x, int xAt, float[] y, int yAt, int length) {
    int whole = whole(length);
    FloatVector highest = all(Float.NEGATIVE_INFINITY);
    for (int i = 0; i < whole; i += LANES) {
      highest = highest.max(load(x, xAt + i).add(load(y, yAt + i)));
    }
    float result = Float.NEGATIVE_INFINITY;
    for (int lane = 0; lane < LANES; lane++) {
      result = Math.max(result, highest.lane(lane));
    }
    for (int i = whole; i < length; i++) {
      result = Math.max(result, x[xAt + i] + y[yAt + i]);
    }
    return result;
  }

  @Override
  public float exponentials(float[] x, int xAt, float[] y, int yAt, float shift, int length) {
    int whole = whole(length);
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector v =
          load(x, xAt + i)
              .add(load(y, yAt + i))
              .sub(all(shift))
              .min(all(ScalarActivationKernel.UPPERMOST))
              .max(all(ScalarActivationKernel.LOWEST));
      FloatVector rounded =
          v.fma(all(ScalarActivationKernel.LOG2_E), all(ScalarActivationKernel.MAGIC));
      FloatVector n = rounded.sub(all(ScalarActivationKernel.MAGIC));
      FloatVector r = n.fma(all(-ScalarActivationKernel.LN2_HIGH), v);
      r = n.fma(all(-ScalarActivationKernel.LN2_LOW), r);
      FloatVector p = all(ScalarActivationKernel.E0).fma(r, all(ScalarActivationKernel.E1));
      p = p.fma(r, all(ScalarActivationKernel.E2));
      p = p.fma(r, all(ScalarActivationKernel.E3));
      p = p.fma(r, all(ScalarActivationKernel.E4));
      p = p.fma(r, all(ScalarActivationKernel.E5));
      p = p.fma(r.mul(r), r).add(all(1));
      FloatVector power =
          rounded
              .reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 23)
              .add(0x3f800000)
              .reinterpretAsFloats();
      FloatVector e = p.mul(power);
      e.intoArray(x, xAt + i);
      sum = sum.add(e);
    }
    if (whole == length) {
      return ((sum.lane(0) + sum.lane(1)) + (sum.lane(2) + sum.lane(3)))
          + ((sum.lane(4) + sum.lane(5)) + (sum.lane(6) + sum.lane(7)));
    }
    return withRest(sum.toArray(), x, xAt, y, yAt, shift, whole, length);
  }

  private static float withRest(
      float[] sums, float[] x, int xAt, float[] y, int yAt, float shift, int from, int length) {
    for (int i = from; i < length; i++) {
      float e = ScalarActivationKernel.exp(x[xAt + i] + y[yAt + i] - shift);
      x[xAt + i] = e;
      sums[i % LANES] += e;
    }
    return ScalarFloatKernel.sum(sums, 0);
  }

  @Override
  public void axpy(float a, float[] x, int xAt, float[] y, int yAt, int length) {
    int whole = whole(length);
    FloatVector factor = all(a);
    for (int i = 0; i < whole; i += LANES) {
      factor.fma(load(x, xAt + i), load(y, yAt + i)).intoArray(y, yAt + i);
    }
    for (int i = whole; i < length; i++) {
      y[yAt + i] = Math.fma(a, x[xAt + i], y[yAt + i]);
    }
  }

  @Override
  public void addProduct(
      float[] a,
      int aAt,
      int rows,
      int k,
      float[] panels,
      float[] c,
      int cAt,
      int n,
      float[] room) {
    for (int from = 0; from < k; from += DEPTH) {
      int depth = Math.min(DEPTH, k - from);
      for (int first = 0; first < n; first += Panels.WIDTH) {
        int panel = first * k + from * Panels.WIDTH;
        int columns = Math.min(Panels.WIDTH, n - first);
        for (int row = 0; row < rows; row += TILE) {
          int left = Math.min(TILE, rows - row);
          int at = aAt + row * k + from;
          // Rows that are not there are the last one again, and are not added.
          tile(
              a,
              at,
              at + Math.min(1, left - 1) * k,
              at + Math.min(2, left - 1) * k,
              at + (left - 1) * k,
              panels,
              panel,
              depth,
              room);
          for (int i = 0; i < left; i++) {
            add(room, i * Panels.WIDTH, c, cAt + (row + i) * n + first, columns);
          }
        }
      }
    }
  }

  private static final int TILE =
      4; // rows: with two vectors each, enough sums to keep both units busy

  private static void tile(
      float[] a,
      int a0,
      int a1,
      int a2,
      int a3,
      float[] panels,
      int panel,
      int depth,
      float[] sums) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    for (int i = 0; i < depth; i++) {
      FloatVector b0 = load(panels, panel + i * Panels.WIDTH);
      FloatVector b1 = load(panels, panel + i * Panels.WIDTH + LANES);
      FloatVector v = all(a[a0 + i]);
      s00 = v.fma(b0, s00);
      s01 = v.fma(b1, s01);
      v = all(a[a1 + i]);
      s10 = v.fma(b0, s10);
      s11 = v.fma(b1, s11);
      v = all(a[a2 + i]);
      s20 = v.fma(b0, s20);
      s21 = v.fma(b1, s21);
      v = all(a[a3 + i]);
      s30 = v.fma(b0, s30);
      s31 = v.fma(b1, s31);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, LANES);
    s10.intoArray(sums, 2 * LANES);
    s11.intoArray(sums, 3 * LANES);
    s20.intoArray(sums, 4 * LANES);
    s21.intoArray(sums, 5 * LANES);
    s30.intoArray(sums, 6 * LANES);
    s31.intoArray(sums, 7 * LANES);
  }

  private static void add(float[] sums, int at, float[] c, int cAt, int columns) {
    if (columns == Panels.WIDTH) {
      load(c, cAt).add(load(sums, at)).intoArray(c, cAt);
      load(c, cAt + LANES).add(load(sums, at + LANES)).intoArray(c, cAt + LANES);
      return;
    }
    for (int j = 0; j < columns; j++) {
      c[cAt + j] += sums[at + j];
    }
  }

  @Override
  public void scale(float a, float[] x, int at, int length) {
    int end = at + whole(length);
    FloatVector factor = all(a);
    for (int i = at; i < end; i += LANES) {
      load(x, i).mul(factor).intoArray(x, i);
    }
    for (int i = end; i < at + length; i++) {
      x[i] *= a;
    }
  }

  @Override
  public double squares(float[] x, int at, int length) {
    double sum = 0;
    for (int from = 0; from < length; from += ScalarActivationKernel.STRETCH) {
      sum += stretch(x, at + from, Math.min(ScalarActivationKernel.STRETCH, length - from));
    }
    return sum;
  }

  private static float stretch(float[] x, int at, int length) {
    int whole = whole(length);
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = at; i < at + whole; i += LANES) {
      FloatVector v = load(x, i);
      sum = v.fma(v, sum);
    }
    if (whole == length) {
      return ((sum.lane(0) + sum.lane(1)) + (sum.lane(2) + sum.lane(3)))
          + ((sum.lane(4) + sum.lane(5)) + (sum.lane(6) + sum.lane(7)));
    }
    float[] sums = sum.toArray();
    for (int i = whole; i < length; i++) {
      sums[i % LANES] = Math.fma(x[at + i], x[at + i], sums[i % LANES]);
    }
    return ScalarFloatKernel.sum(sums, 0);
  }

  @Override
  public void lstmForward(
      float[] gates,
      int gatesAt,
      float[] cell,
      int beforeAt,
      int cellAt,
      float[] squashed,
      int squashedAt,
      float[] output,
      int outputAt,
      int hidden) {
    sigmoid(gates, gatesAt, 2 * hidden);
    tanh(gates, gatesAt + 2 * hidden, gates, gatesAt + 2 * hidden, hidden);
    sigmoid(gates, gatesAt + 3 * hidden, hidden);
    // Plain loops: as vectors in a method of so many, these two were objects on the heap.
    for (int j = 0; j < hidden; j++) {
      cell[cellAt + j] =
          ScalarActivationKernel.cell(gates, gatesAt + j, cell[beforeAt + j], hidden);
    }
    tanh(cell, cellAt, squashed, squashedAt, hidden);
    for (int j = 0; j < hidden; j++) {
      output[outputAt + j] = gates[gatesAt + 3 * hidden + j] * squashed[squashedAt + j];
    }
  }

  @Override
  public void lstmBackward(
      float[] gates,
      int gatesAt,
      float[] cell,
      int beforeAt,
      float[] squashed,
      int squashedAt,
      float[] toOutput,
      int toOutputAt,
      float[] toCell,
      int toCellAt,
      int hidden) {
    int whole = whole(hidden);
    FloatVector one = all(1);
    for (int j = 0; j < whole; j += LANES) {
      int at = gatesAt + j;
      FloatVector i = load(gates, at);
      FloatVector f = load(gates, at + hidden);
      FloatVector g = load(gates, at + 2 * hidden);
      FloatVector o = load(gates, at + 3 * hidden);
      FloatVector s = load(squashed, squashedAt + j);
      FloatVector dh = load(toOutput, toOutputAt + j);
      FloatVector d = dh.mul(o).fma(one.sub(s.mul(s)), load(toCell, toCellAt + j));
      d.mul(g).mul(i.mul(one.sub(i))).intoArray(gates, at);
      d.mul(load(cell, beforeAt + j)).mul(f.mul(one.sub(f))).intoArray(gates, at + hidden);
      d.mul(i).mul(one.sub(g.mul(g))).intoArray(gates, at + 2 * hidden);
      dh.mul(s).mul(o.mul(one.sub(o))).intoArray(gates, at + 3 * hidden);
      d.mul(f).intoArray(toCell, toCellAt + j);
    }
    for (int j = whole; j < hidden; j++) {
      toCell[toCellAt + j] =
          ScalarActivationKernel.back(
              gates,
              gatesAt + j,
              cell[beforeAt + j],
              squashed[squashedAt + j],
              toOutput[toOutputAt + j],
              toCell[toCellAt + j],
              hidden);
    }
  }
}
