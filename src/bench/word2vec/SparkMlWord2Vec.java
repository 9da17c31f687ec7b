import java.util.Locale;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Spark ML's side: its Word2Vec, which is skip-gram with hierarchical softmax, without negative
 * sampling or subsampling. As many partitions as threads: each is trained by one core.
 *
 * <p>Prints a line of JSON. Its {@code fit} counts words, trains and builds the model; a fit of no
 * iterations does all but the training, so the training time is the difference of the two.
 *
 * <p>Arguments: tokens (a sentence a line), partitions, dimension, window, rate, epochs, least
 * count, seed.
 */
final class SparkMlWord2Vec {
  private SparkMlWord2Vec() {}

  public static void main(String[] args) {
    int partitions = Integer.parseInt(args[1]);
    Word2Vec word2vec =
        new Word2Vec()
            .setInputCol("tokens")
            .setOutputCol("vector")
            .setNumPartitions(partitions)
            .setVectorSize(Integer.parseInt(args[2]))
            .setWindowSize(Integer.parseInt(args[3]))
            .setStepSize(Double.parseDouble(args[4]))
            .setMinCount(Integer.parseInt(args[6]))
            .setMaxSentenceLength(1000)
            .setSeed(Long.parseLong(args[7]));
    try (SparkSession spark = SparkSession.builder().appName("spark-ml").getOrCreate()) {
      Dataset<Row> sentences = sentences(spark, args[0], partitions);
      sentences.count(); // reads the text into memory, as the other sides have it
      try {
        double without = seconds(word2vec.setMaxIter(0), sentences);
        double with = seconds(word2vec.setMaxIter(Integer.parseInt(args[5])), sentences);
        System.out.printf(
            Locale.ROOT, "{\"training\": %.4f, \"fit\": %.4f}%n", with - without, with);
      } catch (RuntimeException e) {
        System.out.printf(
            "{\"refused\": \"%s\"}%n",
            String.valueOf(e.getMessage()).replaceAll("[\"\\\\\\p{Cntrl}]+", " "));
      }
    }
  }

  private static Dataset<Row> sentences(SparkSession spark, String file, int partitions) {
    return spark
        .read()
        .text(file)
        .select(functions.split(functions.col("value"), " ").as("tokens"))
        .repartition(partitions)
        .cache();
  }

  private static double seconds(Word2Vec word2vec, Dataset<Row> sentences) {
    long start = System.nanoTime();
    Word2VecModel model = word2vec.fit(sentences);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (model.getVectors().isEmpty()) {
      throw new IllegalStateException("no vectors");
    }
    return seconds;
  }
}
