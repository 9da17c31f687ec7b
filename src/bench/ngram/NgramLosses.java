import dev.perplex.eval.LanguageReader;
import dev.perplex.ngram.spark.StoredNgram;
import dev.perplex.store.Artefact;
import dev.perplex.store.IdShards;
import dev.perplex.store.Location;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * Scores a split with a finished n-gram model and prints {@code tokens perplexity seconds}.
 *
 * <p>Arguments: the ngram artefact, the vocab artefact, the split, and perhaps a file for the losses
 * in nats, big-endian doubles.
 */
public final class NgramLosses {
  private NgramLosses() {}

  public static void main(String[] arguments) throws Exception {
    Artefact model = Artefact.open(Location.of(arguments[0], new Configuration()));
    Artefact vocab = Artefact.open(Location.of(arguments[1], new Configuration()));
    IdShards stream = new IdShards(vocab, arguments[2]);
    int[] ids = stream.read(0, Math.toIntExact(stream.size()));
    LanguageReader reader = StoredNgram.of(model).model().reader();
    long start = System.nanoTime();
    double[] losses = reader.losses(ids);
    double seconds = (System.nanoTime() - start) / 1e9;
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    System.out.printf(
        Locale.ROOT, "%d %.6f %.3f%n", ids.length, Math.exp(sum / ids.length), seconds);
    if (arguments.length > 3) {
      try (var out =
          new DataOutputStream(
              new java.io.BufferedOutputStream(Files.newOutputStream(Path.of(arguments[3]))))) {
        for (double loss : losses) {
          out.writeDouble(loss);
        }
      }
    }
  }
}
