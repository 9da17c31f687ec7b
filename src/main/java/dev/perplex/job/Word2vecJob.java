package dev.perplex.job;

import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.store.PartOutput;
import dev.perplex.text.Split;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.VectorsBinary;
import dev.perplex.word2vec.VectorsText;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordVectors;
import dev.perplex.word2vec.spark.SkipGramTraining;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code word2vec}: ids to word vectors, in the text and the binary format of word2vec.c. */
final class Word2vecJob implements StageJob {
  static final String BINARY_FILE = "vectors.bin";
  static final String TEXT_FILE = "vectors.txt";

  private final Run run;
  private final StageJob vocab;
  private final Word2vecSettings settings;

  Word2vecJob(Run run, StageJob vocab) {
    this.run = run;
    this.vocab = vocab;
    this.settings = run.settings().block("word2vec", Word2vecSettings.class);
  }

  @Override
  public Stage stage() {
    return Stage.WORD2VEC;
  }

  @Override
  public Map<String, Object> settings() {
    return run.settings().values("word2vec");
  }

  @Override
  public Map<String, String> inputs() {
    return Map.of("vocab", run.input(vocab).content());
  }

  @Override
  public Result make(Workshop workshop) {
    Artefact ids = run.input(vocab);
    Vocabulary vocabulary = VocabJob.vocabulary(ids);
    WordVectors vectors =
        new SkipGramTraining(run.session().spark(), settings)
            .train(
                VocabJob.ids(ids, Split.TRAIN),
                vocabulary,
                (epoch, round, done, total, loss, rate) ->
                    workshop.progress().at(done, total, "tokens"));
    List<PartFile> files =
        List.of(
            file(workshop, BINARY_FILE, out -> VectorsBinary.write(vectors, out)),
            file(workshop, TEXT_FILE, out -> VectorsText.write(vectors, out)));
    return new Result(
        files, Map.of("words", (long) vocabulary.size(), "dimension", (long) settings.dimension()));
  }

  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  private static PartFile file(Workshop workshop, String name, Content content) {
    PartOutput out = workshop.writer().part(name);
    try (out) {
      content.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be written", e);
    }
    return out.finished(Map.of());
  }

  static WordVectors read(Artefact artefact) {
    try {
      return VectorsBinary.read(
          new ByteArrayInputStream(artefact.read(BINARY_FILE)),
          artefact.folder() + "/" + BINARY_FILE);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array cannot fail to be read", e);
    }
  }

  /** The vectors by id, as the language model starts from them: [vocabulary * dimension]. */
  static float[] vectors(Artefact artefact) {
    return read(artefact).toArray();
  }

  @Override
  public String summary(Artefact artefact) {
    return String.format(
        Locale.ROOT,
        "%,d vectors of %d components",
        artefact.count("words"),
        artefact.count("dimension"));
  }
}
