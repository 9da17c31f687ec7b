package dev.perplex.kernel;

/** The plain loops of averaging. */
final class ScalarRoundKernel implements RoundKernel {
  static final ScalarRoundKernel INSTANCE = new ScalarRoundKernel();

  private ScalarRoundKernel() {}

  @Override
  public void add(float[] x, int xAt, float[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }

  @Override
  public void addScaled(float a, float[] x, int xAt, float[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] += a * x[xAt + i];
    }
  }

  @Override
  public void subtract(float[] x, float[] y, int at, float[] to, int toAt, int length) {
    for (int i = 0; i < length; i++) {
      to[toAt + i] = x[at + i] - y[at + i];
    }
  }

  @Override
  public double squares(float[] x, int at, int length) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = at;
    for (; i + 3 < at + length; i += 4) {
      a += (double) x[i] * x[i];
      b += (double) x[i + 1] * x[i + 1];
      c += (double) x[i + 2] * x[i + 2];
      d += (double) x[i + 3] * x[i + 3];
    }
    for (; i < at + length; i++) {
      a += (double) x[i] * x[i];
    }
    return (a + b) + (c + d);
  }

  @Override
  public void momentum(float rate, float mu, float[] x, int xAt, float[] m, int mAt, int length) {
    for (int i = 0; i < length; i++) {
      float change = x[xAt + i];
      float moved = mu * m[mAt + i] + change;
      m[mAt + i] = moved;
      x[xAt + i] = rate * (change + mu * moved);
    }
  }
}
