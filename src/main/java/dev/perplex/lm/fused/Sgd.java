package dev.perplex.lm.fused;

/** {@code w -= rate * g}. */
final class Sgd implements UpdateRule {
  @Override
  public String[] moments() {
    return new String[0];
  }

  @Override
  public void rest(
      float[] w, float[][] moments, int length, long steps, double rate, long before) {}

  @Override
  public void move(
      float[] w, float[] g, float[][] moments, int length, double rate, double scale, long step) {
    float r = (float) (rate * scale);
    for (int i = 0; i < length; i++) {
      w[i] -= r * g[i];
    }
  }
}
