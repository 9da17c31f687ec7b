package dev.perplex.kernel;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SparseKernel} by the Vector API; what is left of whole vectors goes by the scalar
 * specification.
 */
final class VectorSparseKernel implements SparseKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
  private static final int LANES = 8;

  /** Columns of a row that stay in registers while rows are added. */
  private static final int TILE = 8 * LANES;

  private static final int STEP = ScalarSparseKernel.GOLDEN << 3; // of a counter over the lanes

  private static final int[] COUNTERS = new int[LANES];

  static {
    for (int lane = 0; lane < LANES; lane++) {
      COUNTERS[lane] = lane * ScalarSparseKernel.GOLDEN;
    }
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  @Override
  public int keep(
      float[] x,
      int at,
      int length,
      float threshold,
      long stream,
      int first,
      int[] places,
      float[] values,
      int to) {
    Objects.checkFromIndexSize(at, length, x.length);
    Objects.checkFromIndexSize(to, length + SPARE, Math.min(values.length, places.length));
    int whole = length - length % LANES;
    int end = to;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector factor = FloatVector.broadcast(SPECIES, threshold);
    IntVector counter =
        IntVector.fromArray(INTS, COUNTERS, 0)
            .add((int) stream + first * ScalarSparseKernel.GOLDEN);
    IntVector half = IntVector.broadcast(INTS, (int) (stream >>> 32));
    for (int i = 0; i < whole; i += LANES) {
      IntVector h =
          counter.lanewise(VectorOperators.XOR, counter.lanewise(VectorOperators.LSHR, 16));
      h = h.mul(ScalarSparseKernel.MIX1).lanewise(VectorOperators.XOR, half);
      h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 15));
      h = h.mul(ScalarSparseKernel.MIX2).lanewise(VectorOperators.LSHR, 9);
      FloatVector u =
          h.lanewise(VectorOperators.OR, ScalarSparseKernel.ONE)
              .reinterpretAsFloats()
              .sub(ScalarSparseKernel.BELOW_ONE);
      FloatVector v = load(x, at + i);
      VectorMask<Float> kept = v.compare(VectorOperators.GT, u.mul(factor));
      if (kept.anyTrue()) {
        zero.blend(v, kept).intoArray(values, end);
        end = pack(values, places, end, first + i);
      }
      counter = counter.add(STEP);
    }
    return whole == length
        ? end
        : ScalarSparseKernel.INSTANCE.keep(
            x, at + whole, length - whole, threshold, stream, first + whole, places, values, end);
  }

  /** Moves what is not zero of eight values to their front. */
  private static int pack(float[] values, int[] places, int at, int first) {
    int end = at;
    for (int lane = 0; lane < LANES; lane++) {
      float value = values[at + lane];
      places[end] = first + lane;
      values[end] = value;
      end += value > 0 ? 1 : 0;
    }
    return end;
  }

  @Override
  public void addRows(
      float[] a, int[] rows, int from, int until, float[] x, float[] y, int yAt, int length) {
    if (from == until) {
      return;
    }
    Objects.checkFromIndexSize(yAt, length, y.length);
    for (int k = from; k < until; k++) {
      Objects.checkIndex(rows[k], x.length / length);
    }
    int column = 0;
    for (; column + TILE <= length; column += TILE) {
      tile(a, rows, from, until, x, column, length, y, yAt + column);
    }
    for (; column + LANES <= length; column += LANES) {
      FloatVector sum = load(y, yAt + column);
      for (int k = from; k < until; k++) {
        sum = load(x, rows[k] * length + column).fma(FloatVector.broadcast(SPECIES, a[k]), sum);
      }
      sum.intoArray(y, yAt + column);
    }
    for (; column < length; column++) {
      float sum = y[yAt + column];
      for (int k = from; k < until; k++) {
        sum = Math.fma(a[k], x[rows[k] * length + column], sum);
      }
      y[yAt + column] = sum;
    }
  }

  private static void tile(
      float[] a,
      int[] rows,
      int from,
      int until,
      float[] x,
      int column,
      int length,
      float[] y,
      int at) {
    FloatVector s0 = load(y, at);
    FloatVector s1 = load(y, at + LANES);
    FloatVector s2 = load(y, at + 2 * LANES);
    FloatVector s3 = load(y, at + 3 * LANES);
    FloatVector s4 = load(y, at + 4 * LANES);
    FloatVector s5 = load(y, at + 5 * LANES);
    FloatVector s6 = load(y, at + 6 * LANES);
    FloatVector s7 = load(y, at + 7 * LANES);
    for (int k = from; k < until; k++) {
      int row = rows[k] * length + column;
      FloatVector factor = FloatVector.broadcast(SPECIES, a[k]);
      s0 = factor.fma(load(x, row), s0);
      s1 = factor.fma(load(x, row + LANES), s1);
      s2 = factor.fma(load(x, row + 2 * LANES), s2);
      s3 = factor.fma(load(x, row + 3 * LANES), s3);
      s4 = factor.fma(load(x, row + 4 * LANES), s4);
      s5 = factor.fma(load(x, row + 5 * LANES), s5);
      s6 = factor.fma(load(x, row + 6 * LANES), s6);
      s7 = factor.fma(load(x, row + 7 * LANES), s7);
    }
    s0.intoArray(y, at);
    s1.intoArray(y, at + LANES);
    s2.intoArray(y, at + 2 * LANES);
    s3.intoArray(y, at + 3 * LANES);
    s4.intoArray(y, at + 4 * LANES);
    s5.intoArray(y, at + 5 * LANES);
    s6.intoArray(y, at + 6 * LANES);
    s7.intoArray(y, at + 7 * LANES);
  }
}
