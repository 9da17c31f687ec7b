import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.feature.CountVectorizer;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The other side of {@code src/bench/tokenize-vocab}: what users of Spark ML would write. Prints
 * {@code spark-ml WORK PASS WALL CPU}, in seconds, and the bytes of text.
 *
 * <p>Arguments: documents (a glob of Parquet files), a folder for results.
 */
final class SparkMlText {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private SparkMlText() {}

  private interface Work {
    void run() throws IOException;
  }

  public static void main(String[] args) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .appName("bench")
            .config("spark.sql.parquet.compression.codec", "zstd")
            .getOrCreate();
    for (String pass : List.of("cold", "warm")) {
      String out = args[1] + "/" + pass;
      // Letters and digits as words, each other mark a token: the closest to tokenize.kind = words.
      RegexTokenizer marks = tokenizer().setPattern("\\w+|[^\\w\\s]").setGaps(false);
      measure("words-and-marks", pass, () -> tokenize(spark, args[0], marks, out + "/marks"));
      measure("gaps", pass, () -> tokenize(spark, args[0], tokenizer(), out + "/gaps"));
      measure("count-vectorizer", pass, () -> vectorize(spark, out + "/marks", out));
    }
    long bytes = spark.read().parquet(args[0]).agg(functions.sum("bytes")).head().getLong(0);
    System.out.printf("bytes %d%n", bytes);
    spark.stop();
  }

  private static RegexTokenizer tokenizer() {
    return new RegexTokenizer().setInputCol("text").setOutputCol("tokens").setToLowercase(true);
  }

  private static void tokenize(SparkSession spark, String in, RegexTokenizer tokenizer, String out) {
    tokenizer
        .transform(spark.read().parquet(in))
        .select("id", "tokens", "characters", "bytes")
        .write()
        .parquet(out);
  }

  /** The vocabulary of the same size and rarity as ours, and every document in its terms. */
  private static void vectorize(SparkSession spark, String tokens, String out) throws IOException {
    Dataset<Row> documents = spark.read().parquet(tokens);
    CountVectorizerModel model =
        new CountVectorizer()
            .setInputCol("tokens")
            .setOutputCol("counts")
            .setVocabSize(10_000)
            .setMinDF(2)
            .fit(documents);
    Files.write(Path.of(out, "vocabulary.txt"), List.of(model.vocabulary()));
    model.transform(documents).select("id", "counts").write().parquet(out + "/counts");
  }

  private static void measure(String name, String pass, Work work) throws IOException {
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    work.run();
    System.out.printf(
        Locale.ROOT,
        "spark-ml %s %s %.3f %.3f%n",
        name,
        pass,
        (System.nanoTime() - start) / 1e9,
        (SYSTEM.getProcessCpuTime() - cpu) / 1e9);
  }
}
