package dev.perplex.word2vec.spark;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.api.java.UDF1;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * The mean of the vectors of a row's words, as Spark ML's Word2VecModel has it: unknown words count
 * as zeros, and a row without words is an empty sparse vector.
 */
final class AverageVector implements UDF1<Seq<String>, Vector> {
  private static final long serialVersionUID = 1L;

  private final VectorFiles files;
  private final String column;
  private transient WordTable table;

  AverageVector(VectorFiles files, String column) {
    this.files = files;
    this.column = column;
  }

  @Override
  public Vector call(Seq<String> words) {
    if (words == null) {
      throw new IllegalArgumentException(NullRow.message(column));
    }
    int dimension = files.dimension();
    if (words.isEmpty()) {
      return Vectors.sparse(dimension, new int[0], new double[0]);
    }
    if (table == null) {
      table = WordTable.of(files);
    }
    double[] sum = new double[dimension];
    int count = 0;
    for (Iterator<String> it = words.iterator(); it.hasNext(); count++) {
      table.addTo(sum, it.next());
    }
    double share = 1.0 / count;
    for (int i = 0; i < dimension; i++) {
      sum[i] *= share;
    }
    return Vectors.dense(sum);
  }
}
