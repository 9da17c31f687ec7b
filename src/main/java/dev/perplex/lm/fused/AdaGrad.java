package dev.perplex.lm.fused;

/**
 * AdaGrad (Duchi, Hazan and Singer 2011, section 1.1): {@code s += g^2; w -= rate * g / (sqrt(s) +
 * epsilon)}. A zero gradient changes nothing, so rows that rest cost nothing and lose nothing.
 */
final class AdaGrad implements UpdateRule {
  private final float epsilon;

  AdaGrad(double epsilon) {
    this.epsilon = (float) epsilon;
  }

  @Override
  public String[] moments() {
    return new String[] {"squares"};
  }

  @Override
  public void rest(
      float[] w, float[][] moments, int length, long steps, double rate, long before) {}

  @Override
  public void move(
      float[] w, float[] g, float[][] moments, int length, double rate, double scale, long step) {
    float[] squares = moments[0];
    float r = (float) rate;
    float by = (float) scale;
    for (int i = 0; i < length; i++) {
      float slope = by * g[i];
      float s = squares[i] + slope * slope;
      squares[i] = s;
      w[i] -= r * slope / ((float) Math.sqrt(s) + epsilon);
    }
  }
}
