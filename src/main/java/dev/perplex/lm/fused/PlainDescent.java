package dev.perplex.lm.fused;

import dev.perplex.kernel.ActivationKernel;
import java.util.List;

/** Stochastic gradient descent with nothing added. */
public final class PlainDescent implements Optimizer {
  private static final ActivationKernel KERNEL = ActivationKernel.fastest();

  @Override
  public void step(List<Gradient> gradients, double rate) {
    step(gradients, rate, 1);
  }

  @Override
  public void step(List<Gradient> gradients, double rate, double scale) {
    float by = (float) (-rate * scale);
    for (Gradient gradient : gradients) {
      float[] values = gradient.tensor().values();
      int columns = gradient.tensor().columns();
      if (!gradient.isOfRows()) {
        KERNEL.axpy(by, gradient.values(), 0, values, 0, values.length);
        continue;
      }
      for (int i = 0; i < gradient.count(); i++) {
        KERNEL.axpy(by, gradient.values(), i * columns, values, gradient.row(i) * columns, columns);
      }
    }
  }

  @Override
  public List<Tensor> state() {
    return List.of();
  }
}
