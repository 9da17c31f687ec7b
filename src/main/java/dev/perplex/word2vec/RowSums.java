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
 * <p>Workers are added in a fixed order, one after another; held are the sums alone.
 */
public final class RowSums {
  private final int part;
  private final int parts;
  private final int dimension;
  private final double rateFactor;
  private final float[][] sums; // by position in the part; null where nobody touched the row
  private final int[] workers; // by position in the part: how many touched the row
  private boolean finite = true;

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
    float[] moved = new float[dimension];
    for (int i = 0; i < changes.size(); i++) {
      int row = changes.row(i);
      if (row % parts != part) {
        throw new IllegalArgumentException("row " + row + " is not of part " + part);
      }
      int position = row / parts;
      workers[position]++;
      float[] sum = sums[position];
      if (sum == null) {
        sums[position] = new float[dimension];
        changes.copy(i, sums[position]);
      } else {
        changes.copy(i, moved);
        for (int d = 0; d < dimension; d++) {
          sum[d] += moved[d];
        }
      }
    }
  }

  /** By how much the rows that anybody touched move. Call it once, at the end. */
  public RowChanges merged() {
    int size = 0;
    for (int count : workers) {
      size += count > 0 ? 1 : 0;
    }
    RowChanges.Writer writer = new RowChanges.Writer(size, dimension);
    for (int position = 0; position < sums.length; position++) {
      if (workers[position] > 0) {
        float share = (float) (1 / Math.max(rateFactor, workers[position]));
        float[] sum = sums[position];
        float zero = 0; // stays 0, and turns to NaN with the first sum that is not finite
        for (int d = 0; d < dimension; d++) {
          sum[d] *= share;
          zero += sum[d] * 0f;
        }
        finite &= zero == 0;
        writer.add(position * parts + part, sum);
      }
    }
    return writer.written();
  }

  /** Whether all that {@link #merged()} gave are finite numbers. */
  public boolean isFinite() {
    return finite;
  }
}
