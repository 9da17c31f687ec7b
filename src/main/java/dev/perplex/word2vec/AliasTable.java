package dev.perplex.word2vec;

import dev.perplex.vocab.Vocabulary;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Serializable;

/**
 * Draws ids with given weights, each in constant time: Walker's alias method (1977) in Vose's form
 * (1991). One random long and one memory access a draw.
 */
final class AliasTable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The power of Mikolov et al. (2013), section 2.2: rare words come oftener than by count. */
  static final double POWER = 0.75;

  // by column: the upper half is the threshold (a share of 2^32) below which the column's own id is
  // drawn, the lower half the alias that is drawn otherwise
  private final long[] columns;

  /**
   * @param weights by id, finite and not negative; an id of weight 0 is never drawn
   * @throws IllegalArgumentException where a weight is not such, or no weight is above 0
   */
  AliasTable(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a weight is " + weight);
      }
      sum += weight;
    }
    if (!(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the weights sum to " + sum);
    }
    this.columns = columns(weights, sum);
  }

  /**
   * The words by count^0.75. {@code <unk>} and {@code <eos>} are never drawn: they are not trained.
   */
  static AliasTable ofWords(Vocabulary vocabulary) {
    double[] weights = new double[vocabulary.size()];
    for (int id = 0; id < weights.length; id++) {
      weights[id] = ModelShape.isTrained(id) ? Math.pow((double) vocabulary.count(id), POWER) : 0;
    }
    return new AliasTable(weights);
  }

  /**
   * The id that a uniform random long stands for: its upper half picks the column, its lower half
   * decides between the column's id and the alias.
   */
  int id(long random) {
    int column = (int) (((random >>> 32) * columns.length) >>> 32);
    long entry = columns[column];
    return (random & 0xFFFFFFFFL) < (entry >>> 32) ? column : (int) entry;
  }

  private static long[] columns(double[] weights, double sum) {
    int size = weights.length;
    double[] scaled = new double[size]; // the mean is 1
    IntArrayList small = new IntArrayList();
    IntArrayList large = new IntArrayList();
    for (int id = 0; id < size; id++) {
      scaled[id] = weights[id] / sum * size;
      (scaled[id] < 1 ? small : large).add(id);
    }
    long[] columns = new long[size];
    while (!small.isEmpty() && !large.isEmpty()) {
      int under = small.popInt();
      int over = large.popInt();
      columns[under] = column(scaled[under], over);
      scaled[over] -= 1 - scaled[under];
      (scaled[over] < 1 ? small : large).add(over);
    }
    while (!large.isEmpty()) {
      int id = large.popInt();
      columns[id] = column(1, id);
    }
    // Rounding alone leaves ids here, unless their weight is 0: then an id that has weight stands
    // in.
    while (!small.isEmpty()) {
      int id = small.popInt();
      columns[id] = weights[id] > 0 ? column(1, id) : column(0, heaviest(weights));
    }
    return columns;
  }

  private static long column(double share, int alias) {
    long threshold = Math.min((long) (share * 0x1p32), 0xFFFFFFFFL);
    return threshold << 32 | alias;
  }

  private static int heaviest(double[] weights) {
    int best = 0;
    for (int id = 1; id < weights.length; id++) {
      best = weights[id] > weights[best] ? id : best;
    }
    return best;
  }
}
