package dev.perplex.word2vec;

/**
 * The merged rows of both matrices, as every worker of a JVM starts its round from them. Rows that
 * no round has changed take no memory: they are computed when asked for.
 */
public final class GlobalRows {
  private final ModelShape shape;
  private final InitialRows initial;
  private final float[][] rows; // by row number, [stride]; null where no round changed it

  public GlobalRows(ModelShape shape, InitialRows initial) {
    this.shape = shape;
    this.initial = initial;
    this.rows = new float[shape.rows()][];
  }

  public ModelShape shape() {
    return shape;
  }

  /** Copies the row's values into {@code to}, [stride]. */
  public void copy(int row, float[] to) {
    float[] values = rows[row];
    if (values == null) {
      initial.fill(row, to);
    } else {
      System.arraycopy(values, 0, to, 0, shape.dimension());
    }
  }

  /** Sets rows to values: the content of a stored matrix. */
  public void put(RowChanges values) {
    for (int i = 0; i < values.size(); i++) {
      values.copy(i, own(values.row(i)));
    }
  }

  /** Sets one row to values, [dimension]. */
  public void put(int row, float[] values) {
    System.arraycopy(values, 0, own(row), 0, shape.dimension());
  }

  /** Moves rows by merged changes. The same changes in the same order give the same bits. */
  public void add(RowChanges changes) {
    int dimension = shape.dimension();
    float[] moved = new float[dimension];
    for (int i = 0; i < changes.size(); i++) {
      changes.copy(i, moved);
      float[] own = own(changes.row(i));
      for (int d = 0; d < dimension; d++) {
        own[d] += moved[d];
      }
    }
  }

  private float[] own(int row) {
    float[] own = rows[row];
    if (own == null) {
      own = new float[shape.stride()];
      initial.fill(row, own);
      rows[row] = own;
    }
    return own;
  }

  /** The values of all rows of one of {@code parts} equal shares. */
  public RowChanges values(int part, int parts) {
    int size = (rows.length - part + parts - 1) / parts;
    RowChanges.Writer writer = new RowChanges.Writer(size, shape.dimension());
    float[] row = new float[shape.stride()];
    for (int i = 0; i < size; i++) {
      copy(i * parts + part, row);
      writer.add(i * parts + part, row);
    }
    return writer.written();
  }
}
