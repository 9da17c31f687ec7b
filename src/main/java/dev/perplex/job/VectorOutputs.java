package dev.perplex.job;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.PartFile;
import dev.perplex.store.PartOutput;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.ModelShape;
import dev.perplex.word2vec.VectorsWriter;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.spark.ParquetVectors;
import dev.perplex.word2vec.spark.RowStream;
import dev.perplex.word2vec.spark.SparkMlFolder;
import dev.perplex.word2vec.spark.TrainedRows;
import dev.perplex.word2vec.spark.WordRows;
import dev.perplex.word2vec.spark.WordVector;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** The vectors as files of an artefact, each written by a task that streams the rows through. */
final class VectorOutputs {
  static final String BINARY = "vectors.bin";
  static final String TEXT = "vectors.txt";

  /** The output rows, which a later training goes on from. */
  static final String CONTEXT = "context.bin";

  static final String PARQUET = "parquet";
  static final String SPARK_ML = "spark-ml";

  private final JavaSparkContext spark;
  private final VectorFileSettings settings;

  VectorOutputs(JavaSparkContext spark, VectorFileSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /** One file: a whole format, or a block of one that has many. */
  private record Piece(String format, int block, int from, int to) implements Serializable {
    int rows() {
      return to - from;
    }
  }

  /**
   * Writes them.
   *
   * @param ids artefact with the vocabulary
   * @param training settings, for formats that state them
   */
  List<PartFile> write(
      TrainedRows trained,
      Artefact ids,
      Word2vecSettings training,
      ArtefactWriter writer,
      Progress progress) {
    List<Piece> pieces = pieces(trained.shape());
    List<PartFile> files =
        new Tasks(spark)
            .run(
                "word2vec: write vectors",
                pieces,
                pieces.stream().mapToLong(Piece::rows).sum(),
                "rows",
                progress,
                (piece, done) -> file(piece, trained, ids, writer, done));
    List<PartFile> models = new ArrayList<>();
    List<PartFile> tables = new ArrayList<>();
    List<PartFile> all = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      String format = pieces.get(i).format();
      (format.equals(SPARK_ML) ? models : format.equals(PARQUET) ? tables : all).add(files.get(i));
    }
    if (!tables.isEmpty()) {
      writer.keepOnly(PARQUET, tables); // Spark takes every file of the folder for a part
      all.addAll(tables);
    }
    if (!models.isEmpty()) {
      all.addAll(SparkMlFolder.finish(writer, SPARK_ML, models, SparkMlFolder.params(training)));
    }
    return all;
  }

  private List<Piece> pieces(ModelShape shape) {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece(BINARY, 0, 0, shape.words()));
    if (shape.outputs() == shape.words()) {
      pieces.add(new Piece(CONTEXT, 0, 0, shape.words()));
    }
    for (String format : settings.formats()) {
      if (format.equals("text")) {
        pieces.add(new Piece(TEXT, 0, 0, shape.words()));
      } else {
        int rows = ParquetVectors.rowsPerBlock(shape.dimension());
        for (int from = 0, block = 0; from < shape.words(); from += rows, block++) {
          pieces.add(new Piece(format, block, from, Math.min(shape.words(), from + rows)));
        }
      }
    }
    return pieces;
  }

  private static PartFile file(
      Piece piece, TrainedRows trained, Artefact ids, ArtefactWriter writer, LongAccumulator done)
      throws IOException {
    Vocabulary vocabulary = VocabJob.vocabulary(ids);
    RowStream rows =
        piece.format().equals(CONTEXT)
            ? trained.outputs()
            : trained.inputs(piece.from(), piece.to());
    try (WordRows words = new WordRows(vocabulary, rows, piece.from(), done)) {
      return switch (piece.format()) {
        case PARQUET ->
            ParquetVectors.block(
                writer, PARQUET, piece.block(), Tasks.tries(), piece.from(), words);
        case SPARK_ML -> SparkMlFolder.block(writer, SPARK_ML, piece.block(), Tasks.tries(), words);
        default -> word2vecFile(piece, trained.shape(), words, writer);
      };
    }
  }

  private static PartFile word2vecFile(
      Piece piece, ModelShape shape, Iterator<WordVector> words, ArtefactWriter writer)
      throws IOException {
    PartOutput out = writer.part(piece.format(), Tasks.tries());
    try (out;
        VectorsWriter rows =
            VectorsWriter.named(piece.format(), out, piece.rows(), shape.dimension())) {
      while (words.hasNext()) {
        WordVector next = words.next();
        rows.row(next.word(), next.vector(), 0);
      }
    }
    return out.finished(Map.of());
  }
}
