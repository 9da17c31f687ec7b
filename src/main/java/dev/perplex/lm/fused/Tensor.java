package dev.perplex.lm.fused;

/**
 * A named matrix of floats, row-major: element (r, c) is {@code values[r * columns + c]}. A vector
 * has one row. Names and layouts are those of PyTorch's modules, so that stored models need no
 * turning: {@code embedding.weight} [words, embedding]; {@code rnn.weight_ih_l0} [gates * hidden,
 * in], {@code rnn.weight_hh_l0} [gates * hidden, hidden], {@code rnn.bias_ih_l0} and {@code
 * rnn.bias_hh_l0} [gates * hidden]; {@code softmax.weight} [words, hidden], {@code softmax.bias}
 * [words].
 */
public final class Tensor {
  private final String name;
  private final int rows;
  private final int columns;
  private final float[] values;

  public Tensor(String name, int rows, int columns) {
    this(name, rows, columns, new float[Math.multiplyExact(rows, columns)]);
  }

  /** Of values that nobody else keeps. */
  Tensor(String name, int rows, int columns, float[] values) {
    this.name = name;
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  public String name() {
    return name;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** The elements themselves, not a copy. */
  public float[] values() {
    return values;
  }
}
