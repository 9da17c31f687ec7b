package dev.perplex.kernel;

/** A kernel with a planted fault: one of its loops takes a number with the wrong sign. */
final class WrongSign implements FloatKernel {
  private final FloatKernel right = FloatKernel.scalar();
  private final String fault;

  WrongSign(String fault) {
    this.fault = fault;
  }

  private boolean isFault(String loop) {
    return fault.equals(loop);
  }

  @Override
  public String description() {
    return "wrong " + fault;
  }

  @Override
  public float dot(float[] x, float[] y, int length) {
    float product = right.dot(x, y, length);
    return isFault("dot") ? -product : product;
  }

  @Override
  public void axpy(float a, float[] x, float[] y, int length) {
    right.axpy(isFault("axpy") ? -a : a, x, y, length);
  }

  @Override
  public void dots(
      float[] x, float[][] rows, int first, int length, float[] products, int at, float[] partial) {
    right.dots(x, rows, first, length, products, at, partial);
    if (isFault("dots")) {
      products[at + TILE - 1] *= -1;
    }
  }

  @Override
  public void logisticSteps(float[] scores, int count, float[] labels, float rate) {
    right.logisticSteps(scores, count, labels, rate);
    if (isFault("logisticSteps")) {
      scores[count - 1] *= -1;
    }
  }

  @Override
  public void update(float[][] x, int m, float[][] y, int first, int length, float[] steps) {
    update(x, x, m, y, first, length, steps);
  }

  @Override
  public void update(
      float[][] x, float[][] change, int m, float[][] y, int first, int length, float[] steps) {
    float[] taken = steps.clone();
    if (isFault("update")) {
      taken[m * TILE - 1] *= -1;
    }
    right.update(x, change, m, y, first, length, taken);
  }
}
