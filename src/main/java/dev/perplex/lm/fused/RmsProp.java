package dev.perplex.lm.fused;

/**
 * RMSProp (Hinton 2012, lecture 6e, in PyTorch's form): {@code v = beta2 * v + (1 - beta2) * g^2; w
 * -= rate * g / (sqrt(v) + epsilon)}.
 */
final class RmsProp implements UpdateRule {
  private final double beta2;
  private final float epsilon;

  RmsProp(double beta2, double epsilon) {
    this.beta2 = beta2;
    this.epsilon = (float) epsilon;
  }

  @Override
  public String[] moments() {
    return new String[] {"squares"};
  }

  @Override
  public void rest(float[] w, float[][] moments, int length, long steps, double rate, long before) {
    Moments.scale(moments[0], Math.pow(beta2, steps), length);
  }

  @Override
  public void move(
      float[] w, float[] g, float[][] moments, int length, double rate, double scale, long step) {
    float[] squares = moments[0];
    float keep = (float) beta2;
    float add = (float) (1 - beta2);
    float r = (float) rate;
    float by = (float) scale;
    for (int i = 0; i < length; i++) {
      float slope = by * g[i];
      float s = keep * squares[i] + add * slope * slope;
      squares[i] = s;
      w[i] -= r * slope / ((float) Math.sqrt(s) + epsilon);
    }
  }
}
