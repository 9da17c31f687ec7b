package dev.perplex.word2vec.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.InvalidSetting;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactStore;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.Folder;
import dev.perplex.store.IdShards;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.VocabSettings;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.vocab.spark.TokenCounts;
import dev.perplex.vocab.spark.TokenEncoding;
import dev.perplex.word2vec.Word2vecSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * The way from a column of words to vectors on storage, by the same steps as the pipeline's stages:
 * tokens and ids are written below the scratch folder, and deleted when the vectors are there.
 */
final class SkipGramFit {
  private final JavaSparkContext spark;
  private final Word2vecSettings settings;
  private final VocabSettings vocab;

  SkipGramFit(SparkSession session, Word2vecSettings settings, VocabSettings vocab) {
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.settings = settings;
    this.vocab = vocab;
  }

  /**
   * @param storage where the scratch folder is made; empty for the default
   * @throws IllegalArgumentException for what the user can mend
   */
  VectorFiles run(Dataset<?> dataset, String column, String storage) {
    JavaTasks.check(spark);
    Location scratch = Scratch.folder(spark, storage);
    scratch.child("README").writeText(Scratch.ABOUT);
    scratch.deleteOnExit(); // of what exists only
    try {
      ArtefactStore store = new ArtefactStore(scratch);
      Artefact tokens = tokens(dataset, column, store.attempt(Stage.TOKENIZE, fingerprint("t")));
      VectorFiles files = train(tokens, column, store, scratch.child("vectors"));
      scratch.child("artefacts").delete();
      return files;
    } catch (PerplexException | InvalidSetting e) {
      scratch.delete();
      if (e instanceof PerplexException known && known.exitCode() == ExitCode.FAILED) {
        throw e;
      }
      throw new IllegalArgumentException(ParamNames.in(e.getMessage()), e);
    } catch (RuntimeException e) {
      scratch.delete();
      throw e;
    }
  }

  private Artefact tokens(Dataset<?> dataset, String column, ArtefactWriter writer) {
    List<PartFile> parts = new RowTokens(writer, column).write(dataset);
    return writer.publish(parts, Map.of(), nobodysRecord());
  }

  private VectorFiles train(Artefact tokens, String column, ArtefactStore store, Location vectors) {
    Vocabulary vocabulary = vocabulary(tokens, column);
    ArtefactWriter writer = store.attempt(Stage.VOCAB, fingerprint("v"));
    Artefact ids =
        writer.publish(
            TokenEncoding.run(spark, tokens, vocabulary, writer, Progress.silent()),
            Map.of(),
            nobodysRecord());
    return trained(new IdShards(ids, RowTokens.SPLIT), vocabulary, vectors);
  }

  /** The one place that knows how training is called and where its vectors come from. */
  private VectorFiles trained(IdShards ids, Vocabulary vocabulary, Location folder) {
    Location rounds = folder.child("rounds");
    TrainedRows trained =
        new Word2vecTraining(spark, settings, rounds)
            .train(ids, IdStream.empty(), vocabulary, null, TrainingListener.SILENT);
    Folder place = new Folder(folder);
    int words = vocabulary.size();
    int rows = ParquetVectors.rowsPerBlock(settings.dimension());
    Broadcast<Vocabulary> spelled = spark.broadcast(vocabulary);
    try {
      List<PartFile> files =
          new Tasks(spark)
              .run(
                  "skip-gram: write vectors",
                  IntStream.rangeClosed(0, (words - 1) / rows).boxed().toList(),
                  words,
                  "rows",
                  Progress.silent(),
                  (block, done) -> block(trained, spelled.value(), place, block, rows, done));
      rounds.delete();
      return new VectorFiles(folder, settings.dimension(), files);
    } finally {
      spelled.destroy();
    }
  }

  private static PartFile block(
      TrainedRows trained,
      Vocabulary vocabulary,
      Folder place,
      int block,
      int rows,
      LongAccumulator done) {
    int from = block * rows;
    int to = Math.min(vocabulary.size(), from + rows);
    try (WordRows words = new WordRows(vocabulary, trained.inputs(from, to), from, done)) {
      return ParquetVectors.block(place, "data", block, Tasks.tries(), from, words);
    }
  }

  private Vocabulary vocabulary(Artefact tokens, String column) {
    long rows = count(tokens, "documents");
    long words = count(tokens, "tokens") - rows; // without the <eos> of each row
    if (words == 0) {
      throw PerplexException.dataRefused(
          "the column %s holds no word (%d rows). Give data with words.", column, rows);
    }
    try (TokenCounts counted = TokenCounts.of(spark, tokens, Progress.silent())) {
      Vocabulary vocabulary = counted.vocabulary(vocab, count(tokens, "tokens"), rows);
      if (vocabulary.size() == 2) {
        throw PerplexException.dataRefused(
            "minCount = %d leaves no word of the column %s (%d rows, %d words). Set minCount lower,"
                + " or give more text.",
            vocab.minCount(), column, rows, words);
      }
      return vocabulary;
    }
  }

  private static long count(Artefact tokens, String what) {
    return tokens.manifest().files().stream().mapToLong(file -> file.count(what)).sum();
  }

  /** The scratch folder is new and nobody looks for it: any fingerprint will do. */
  private static Fingerprint fingerprint(String name) {
    return new Fingerprint(name);
  }

  private static RunRecord nobodysRecord() {
    return new RunRecord("", Map.of(), Map.of(), Map.of(), Map.of(), "", 0);
  }
}
