package dev.perplex.lm.fused;

/**
 * Adam (Kingma and Ba 2015, algorithm 1): {@code m = beta1 * m + (1 - beta1) * g; v = beta2 * v +
 * (1 - beta2) * g^2; w -= rate * m' / (sqrt(v') + epsilon)}, where {@code m' = m / (1 -
 * beta1^step)} and {@code v' = v / (1 - beta2^step)}. With {@link Descent}'s decay of weights it is
 * AdamW.
 */
final class Adam implements UpdateRule {
  private final double beta1;
  private final double beta2;
  private final float epsilon;

  Adam(double beta1, double beta2, double epsilon) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = (float) epsilon;
  }

  @Override
  public String[] moments() {
    return new String[] {"means", "squares"};
  }

  @Override
  public void rest(float[] w, float[][] moments, int length, long steps, double rate, long before) {
    float r = (float) (rate * coasting(steps, before));
    float[] means = moments[0];
    float[] squares = moments[1];
    for (int i = 0; i < length; i++) {
      w[i] -= r * means[i] / ((float) Math.sqrt(squares[i]) + epsilon);
    }
    Moments.scale(moments[0], Math.pow(beta1, steps), length);
    Moments.scale(moments[1], Math.pow(beta2, steps), length);
  }

  /**
   * How far steps of zero gradient go together, by the first mean over the first root: each is
   * {@code beta1 / sqrt(beta2)} times the one before, save for the corrections of their bias.
   */
  private double coasting(long steps, long before) {
    double sum = 0;
    double ratio = 1;
    double power1 = Math.pow(beta1, before);
    double power2 = Math.pow(beta2, before);
    for (int i = 0; i < steps && ratio > 1e-7; i++) {
      ratio *= beta1 / Math.sqrt(beta2);
      power1 *= beta1;
      power2 *= beta2;
      sum += ratio * Math.sqrt(1 - power2) / (1 - power1);
    }
    return sum;
  }

  @Override
  public void move(
      float[] w, float[] g, float[][] moments, int length, double rate, double scale, long step) {
    float[] means = moments[0];
    float[] squares = moments[1];
    float keep1 = (float) beta1;
    float add1 = (float) (1 - beta1);
    float keep2 = (float) beta2;
    float add2 = (float) (1 - beta2);
    float r = (float) (rate / (1 - Math.pow(beta1, step)));
    float root = (float) (1 / Math.sqrt(1 - Math.pow(beta2, step)));
    float by = (float) scale;
    for (int i = 0; i < length; i++) {
      float slope = by * g[i];
      float m = keep1 * means[i] + add1 * slope;
      float v = keep2 * squares[i] + add2 * slope * slope;
      means[i] = m;
      squares[i] = v;
      w[i] -= r * m / ((float) Math.sqrt(v) * root + epsilon);
    }
  }
}
