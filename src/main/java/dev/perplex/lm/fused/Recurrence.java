package dev.perplex.lm.fused;

import dev.perplex.kernel.ActivationKernel;
import dev.perplex.kernel.MatrixProducts;
import dev.perplex.kernel.MatrixProducts.Form;
import dev.perplex.kernel.Panels;

/**
 * The product of a recurrent layer's weights {@code [width, hidden]} with the state of one time
 * step, forth and back.
 */
final class Recurrence {
  private static final MatrixProducts PRODUCTS = MatrixProducts.fastest();
  private static final ActivationKernel KERNEL = ActivationKernel.fastest();

  /** Rows of a minibatch below which laying out the weights takes longer than it saves. */
  private static final int FEW = 4;

  private int lanes;
  private final int width;
  private final int hidden;
  private final float[] weights;
  private final float[] panels; // the weights in use, as the way forth or back wants them
  private final float[] room = new float[ActivationKernel.ROOM];
  private float[] used; // the weights in use, masked or not
  private float[] masked; // [width * hidden], made when a mask comes
  private float[] mask;
  private boolean laidOut; // whether the minibatch is multiplied by panels

  /**
   * @param lanes of any minibatch, at most
   */
  Recurrence(Tensor weights, int lanes) {
    this.lanes = lanes;
    this.width = weights.rows();
    this.hidden = weights.columns();
    this.weights = weights.values();
    this.used = this.weights;
    this.panels = new float[Math.max(Panels.length(hidden, width), Panels.length(width, hidden))];
  }

  /** At most as many as there is room for. */
  void lanes(int lanes) {
    this.lanes = lanes;
  }

  /**
   * Before the way forth through a minibatch: takes up the weights as they are now.
   *
   * @param steps of the minibatch
   * @param dropped mask of the weights, or null
   */
  void use(int steps, float[] dropped) {
    mask = dropped;
    used = dropped == null ? weights : masked(dropped);
    laidOut = lanes * steps >= FEW;
    if (laidOut) {
      Panels.fillTransposed(used, hidden, width, panels);
    }
  }

  private float[] masked(float[] dropped) {
    if (masked == null) {
      masked = new float[weights.length];
    }
    for (int i = 0; i < weights.length; i++) {
      masked[i] = weights[i] * dropped[i];
    }
    return masked;
  }

  /**
   * {@code into += h * weights'}.
   *
   * @param before h before each step, [steps * lanes * hidden]
   */
  void forth(float[] before, int t, float[] into, int at) {
    int from = t * lanes * hidden;
    if (laidOut) {
      KERNEL.addProduct(before, from, lanes, hidden, panels, into, at, width, room);
      return;
    }
    PRODUCTS.multiply(
        Form.ABT, lanes, width, hidden, before, from, hidden, used, 0, hidden, 1, into, at, width);
  }

  /** Before the way back through the same minibatch. */
  void beginBack() {
    if (laidOut) {
      Panels.fill(used, width, hidden, panels);
    }
  }

  /**
   * {@code toOutputs += derivatives by the sums of the step after * weights}.
   *
   * @param sums derivatives by what {@link #forth} went into, [steps * lanes * width]
   */
  void back(float[] sums, int t, float[] toOutputs) {
    int from = (t + 1) * lanes * width;
    int to = t * lanes * hidden;
    if (laidOut) {
      KERNEL.addProduct(sums, from, lanes, width, panels, toOutputs, to, hidden, room);
      return;
    }
    PRODUCTS.multiply(
        Form.AB, lanes, hidden, width, sums, from, width, used, 0, hidden, 1, toOutputs, to,
        hidden);
  }

  /** Weights that were dropped have no gradient. */
  void mask(float[] gradient) {
    if (mask != null) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= mask[i];
      }
    }
  }
}
