import dev.perplex.eval.LanguageReader;
import dev.perplex.ngram.ArpaReader;
import dev.perplex.ngram.NgramModel;
import dev.perplex.ngram.spark.StoredNgram;
import dev.perplex.store.Artefact;
import dev.perplex.store.IdShards;
import dev.perplex.store.Location;
import dev.perplex.vocab.Vocabulary;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Scores a text with an n-gram model and prints {@code tokens perplexity seconds}.
 *
 * <p>Arguments: the ngram artefact, the vocab artefact and its split; or an ARPA file, a text of
 * tokens between blanks, and anything. Then perhaps a file for the losses in nats, big-endian
 * doubles.
 */
public final class NgramLosses {
  private NgramLosses() {}

  private record Scored(NgramModel model, int[] ids) {}

  public static void main(String[] arguments) throws IOException {
    Scored scored =
        arguments[0].endsWith(".arpa")
            ? ofFile(Path.of(arguments[0]), Path.of(arguments[1]))
            : ofArtefact(arguments[0], arguments[1], arguments[2]);
    LanguageReader reader = scored.model().reader();
    long start = System.nanoTime();
    double[] losses = reader.losses(scored.ids());
    double seconds = (System.nanoTime() - start) / 1e9;
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    System.out.printf(
        Locale.ROOT, "%d %.6f %.3f%n", losses.length, Math.exp(sum / losses.length), seconds);
    if (arguments.length > 3) {
      write(losses, Path.of(arguments[3]));
    }
  }

  private static Scored ofArtefact(String ngram, String vocab, String split) {
    Artefact model = Artefact.open(Location.of(ngram, new Configuration()));
    Artefact ids = Artefact.open(Location.of(vocab, new Configuration()));
    IdShards stream = new IdShards(ids, split);
    return new Scored(
        StoredNgram.of(model).model(), stream.read(0, Math.toIntExact(stream.size())));
  }

  private static Scored ofFile(Path arpa, Path text) throws IOException {
    try (InputStream in = Files.newInputStream(arpa);
        Stream<String> lines = Files.lines(text)) {
      ArpaReader.Arpa read = ArpaReader.read(in, arpa.toString());
      int[] ids = lines.flatMapToInt(line -> ids(line, read.vocabulary())).toArray();
      return new Scored(read.model(), ids);
    }
  }

  private static IntStream ids(String line, Vocabulary vocabulary) {
    IntStream words =
        line.isEmpty()
            ? IntStream.empty()
            : Stream.of(line.split(" ")).mapToInt(vocabulary::id);
    return IntStream.concat(words, IntStream.of(Vocabulary.EOS_ID));
  }

  private static void write(double[] losses, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (double loss : losses) {
        out.writeDouble(loss);
      }
    }
  }
}
