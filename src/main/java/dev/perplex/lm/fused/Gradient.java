package dev.perplex.lm.fused;

import dev.perplex.kernel.ActivationKernel;
import java.util.Arrays;

/**
 * What a minibatch found for one tensor: for all its rows, or for those that it touched (word
 * vectors, sampled softmax), in which case the others cost nothing.
 */
public final class Gradient {
  private static final ActivationKernel KERNEL = ActivationKernel.fastest();

  private final Tensor tensor;
  private float[] values;
  private int[] touched; // row numbers, ascending, or null for all
  private int count;

  /** One for all rows. */
  public Gradient(Tensor tensor) {
    this.tensor = tensor;
    this.values = new float[tensor.values().length];
    this.count = tensor.rows();
  }

  /** One for touched rows, none so far; grows as {@link #touch} asks for. */
  public static Gradient ofRows(Tensor tensor) {
    return new Gradient(tensor, 0);
  }

  private Gradient(Tensor tensor, int count) {
    this.tensor = tensor;
    this.values = new float[0];
    this.touched = new int[0];
    this.count = count;
  }

  public Tensor tensor() {
    return tensor;
  }

  public boolean isOfRows() {
    return touched != null;
  }

  /** Rows that it has; row {@code i} of {@link #values} belongs to {@link #row}{@code (i)}. */
  public int count() {
    return count;
  }

  public int row(int i) {
    return touched == null ? i : touched[i];
  }

  /** [count * columns, or longer], row-major; the loss's derivative. */
  public float[] values() {
    return values;
  }

  /** Elements in use of {@link #values}. */
  public int length() {
    return count * tensor.columns();
  }

  /** The sum of its elements' squares. */
  public double squares() {
    return KERNEL.squares(values, 0, length());
  }

  /** Multiplies all of it. */
  public void scale(double factor) {
    KERNEL.scale((float) factor, values, 0, length());
  }

  /**
   * Starts anew for these rows, with zeros.
   *
   * @param rows ascending, each once
   */
  public void touch(int[] rows, int length) {
    if (touched == null) {
      throw new IllegalStateException(tensor.name() + " has a gradient for all rows");
    }
    int needed = Math.multiplyExact(length, tensor.columns());
    if (values.length < needed) {
      values = new float[Math.max(needed, 2 * values.length)];
      touched = new int[values.length / Math.max(1, tensor.columns())];
    } else {
      Arrays.fill(values, 0, needed, 0);
    }
    System.arraycopy(rows, 0, touched, 0, length);
    count = length;
  }
}
