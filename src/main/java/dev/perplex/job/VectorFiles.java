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
import dev.perplex.word2vec.spark.TrainedRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** The vectors as files of an artefact, each written by a task that streams the rows through. */
final class VectorFiles {
  static final String BINARY = "vectors.bin";
  static final String TEXT = "vectors.txt";

  /** The output rows, which a later training goes on from. */
  static final String CONTEXT = "context.bin";

  private final JavaSparkContext spark;
  private final VectorFileSettings settings;

  VectorFiles(JavaSparkContext spark, VectorFileSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * Writes them.
   *
   * @param ids artefact with the vocabulary
   */
  List<PartFile> write(
      TrainedRows trained, Artefact ids, ArtefactWriter writer, Progress progress) {
    List<String> names = new ArrayList<>(List.of(BINARY));
    if (trained.shape().outputs() == trained.shape().words()) {
      names.add(CONTEXT);
    }
    if (settings.formats().contains("text")) {
      names.add(TEXT);
    }
    return new Tasks(spark)
        .run(
            "word2vec: write vectors",
            names,
            (long) names.size() * trained.shape().words(),
            "rows",
            progress,
            (name, done) -> file(name, trained, ids, writer, done));
  }

  private static PartFile file(
      String name, TrainedRows trained, Artefact ids, ArtefactWriter writer, LongAccumulator done)
      throws IOException {
    Vocabulary vocabulary = VocabJob.vocabulary(ids);
    ModelShape shape = trained.shape();
    PartOutput out = writer.part(name, Tasks.tries());
    try (out;
        VectorsWriter rows = VectorsWriter.named(name, out, shape.words(), shape.dimension())) {
      TrainedRows.Sink sink =
          (row, values) -> {
            rows.row(vocabulary.word(row), values, 0);
            if ((row & 0xFFF) == 0xFFF) {
              done.add(0x1000);
            }
          };
      if (name.equals(CONTEXT)) {
        trained.outputs(sink);
      } else {
        trained.inputs(sink);
      }
    }
    return out.finished(Map.of());
  }
}
