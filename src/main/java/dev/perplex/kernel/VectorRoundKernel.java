package dev.perplex.kernel;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link RoundKernel} by the Vector API; what is left of whole vectors goes by the scalar
 * specification. C2 leaves loops scalar whose arrays begin at different places.
 */
final class VectorRoundKernel implements RoundKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final int LANES = 8;

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  /** Whole stretches are checked once: the API's own checks of each load may be off. */
  private static void check(float[] x, int at, int length) {
    Objects.checkFromIndexSize(at, length, x.length);
  }

  private static int whole(int length) {
    return length - length % LANES;
  }

  @Override
  public void add(float[] x, int xAt, float[] y, int yAt, int length) {
    check(x, xAt, length);
    check(y, yAt, length);
    int whole = whole(length);
    for (int i = 0; i < whole; i += LANES) {
      load(y, yAt + i).add(load(x, xAt + i)).intoArray(y, yAt + i);
    }
    scalar().add(x, xAt + whole, y, yAt + whole, length - whole);
  }

  @Override
  public void addScaled(float a, float[] x, int xAt, float[] y, int yAt, int length) {
    check(x, xAt, length);
    check(y, yAt, length);
    int whole = whole(length);
    FloatVector factor = FloatVector.broadcast(SPECIES, a);
    for (int i = 0; i < whole; i += LANES) {
      load(y, yAt + i).add(factor.mul(load(x, xAt + i))).intoArray(y, yAt + i);
    }
    scalar().addScaled(a, x, xAt + whole, y, yAt + whole, length - whole);
  }

  @Override
  public void subtract(float[] x, float[] y, int at, float[] to, int toAt, int length) {
    check(x, at, length);
    check(y, at, length);
    check(to, toAt, length);
    int whole = whole(length);
    for (int i = 0; i < whole; i += LANES) {
      load(x, at + i).sub(load(y, at + i)).intoArray(to, toAt + i);
    }
    scalar().subtract(x, y, at + whole, to, toAt + whole, length - whole);
  }

  /** Plainly: C2 keeps the four sums apart, and does not make good code of the change to double. */
  @Override
  public double squares(float[] x, int at, int length) {
    return scalar().squares(x, at, length);
  }

  @Override
  public void momentum(float rate, float mu, float[] x, int xAt, float[] m, int mAt, int length) {
    check(x, xAt, length);
    check(m, mAt, length);
    int whole = whole(length);
    FloatVector rates = FloatVector.broadcast(SPECIES, rate);
    FloatVector mus = FloatVector.broadcast(SPECIES, mu);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector change = load(x, xAt + i);
      FloatVector moved = mus.mul(load(m, mAt + i)).add(change);
      moved.intoArray(m, mAt + i);
      rates.mul(change.add(mus.mul(moved))).intoArray(x, xAt + i);
    }
    scalar().momentum(rate, mu, x, xAt + whole, m, mAt + whole, length - whole);
  }

  private static RoundKernel scalar() {
    return ScalarRoundKernel.INSTANCE;
  }
}
