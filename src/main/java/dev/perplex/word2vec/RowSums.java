package dev.perplex.word2vec;

/**
 * What many workers' changes of the same rows amount to: their sum, divided by how many times the
 * rate of one worker each of them learned at.
 *
 * <p>With W workers at W times the rate that is the plain mean over all of them, those that did not
 * touch the row included. It is right at both ends: a rare word that one worker saw moves as far as
 * at the rate of one worker, and a common word that all saw moves by their mean. (Weighting by
 * touches, or dividing by the workers that touched the row, moves rare words W times too far: at 8
 * workers that cost a third of the analogies.) Where the rate is held below W times, a row is
 * divided by the workers that touched it if those are more, for a sum of more than its rate
 * diverges.
 *
 * <p>Workers are added in a fixed order, one after another, so that many never have to be in memory
 * together.
 */
public final class RowSums {
  private final int part;
  private final int parts;
  private final int dimension;
  private final double rateFactor;
  private final float[][] sums; // by position in the part; null where nobody touched the row
  private final int[] workers; // by position in the part: how many touched the row

  /**
   * @param part the share of rows with {@code row % parts == part}
   * @param rateFactor how many times the rate of one worker each learned at, 1 or more
   */
  public RowSums(ModelShape shape, int part, int parts, double rateFactor) {
    this.part = part;
    this.parts = parts;
    this.dimension = shape.dimension();
    this.rateFactor = rateFactor;
    int size = (shape.rows() - part + parts - 1) / parts;
    this.sums = new float[size][];
    this.workers = new int[size];
  }

  /** Adds one worker's changes, which are not changed. */
  public void add(RowChanges changes) {
    if (changes.dimension() != dimension) {
      throw new IllegalArgumentException(changes.dimension() + " is not " + dimension);
    }
    float[] values = changes.values();
    for (int i = 0; i < changes.size(); i++) {
      int row = changes.row(i);
      if (row % parts != part) {
        throw new IllegalArgumentException("row " + row + " is not of part " + part);
      }
      int position = row / parts;
      if (sums[position] == null) {
        sums[position] = new float[dimension];
      }
      workers[position]++;
      float[] sum = sums[position];
      int from = i * dimension;
      for (int d = 0; d < dimension; d++) {
        sum[d] += values[from + d];
      }
    }
  }

  /** By how much the rows that anybody touched move. */
  public RowChanges merged() {
    int size = 0;
    for (int count : workers) {
      size += count > 0 ? 1 : 0;
    }
    int[] rows = new int[size];
    float[] values = new float[Math.multiplyExact(size, dimension)];
    int i = 0;
    for (int position = 0; position < sums.length; position++) {
      if (workers[position] > 0) {
        rows[i] = position * parts + part;
        float share = (float) (1 / Math.max(rateFactor, workers[position]));
        float[] sum = sums[position];
        int at = i * dimension;
        for (int d = 0; d < dimension; d++) {
          values[at + d] = sum[d] * share;
        }
        i++;
      }
    }
    return new RowChanges(dimension, rows, values);
  }
}
