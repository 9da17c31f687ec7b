package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.job.StoredVectors;
import dev.perplex.job.Workplace;
import dev.perplex.provenance.Stage;
import dev.perplex.word2vec.WordVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code perplex export} as a user types it, and stock Spark on what it wrote. */
class ExportIT {
  @TempDir Path folder;
  private Workplace place;

  private Commands.Ended export(String format, String target) {
    return Commands.run(
        place.command("export", "--format", format, "--to", folder.resolve(target).toString()));
  }

  @Test
  void everyFormatIsReadByStockTools() throws Exception {
    place = Workplace.small(folder);
    for (String stage : List.of("prepare", "tokenize", "vocab", "word2vec")) {
      Commands.Ended ended = Commands.run(place.command(stage));
      assertThat(ended.code()).as(ended.err()).isZero();
    }
    Commands.Ended ended = export("spark-ml", "model");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            place.artefact(Stage.WORD2VEC).count("words")
                + " vectors of 8 components: "
                + folder.resolve("model")
                + " (a saved Word2VecModel of Spark ML, a folder)\n");
    assertThat(export("parquet", "table").code()).isZero();
    assertThat(export("text", "vectors.txt").code()).isZero();
    assertThat(export("binary", "new/vectors.bin").code()).isZero();
    assertThat(folder.resolve("vectors.txt"))
        .hasSameBinaryContentAs(place.stored("vectors.txt").get(0));
    assertThat(folder.resolve("new/vectors.bin"))
        .hasSameBinaryContentAs(place.stored("vectors.bin").get(0));
    refusals();
    stockSpark(StoredVectors.of(place.artefact(Stage.WORD2VEC)));
  }

  private void refusals() throws Exception {
    Commands.Ended again = export("spark-ml", "model");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err())
        .isEqualTo(
            "perplex: "
                + folder.resolve("model")
                + " exists. An export overwrites nothing: name another place, or delete it"
                + " first.\n");
    Commands.Ended unknown = export("onnx", "other");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .isEqualTo(
            "perplex: --format onnx is none of spark-ml, parquet, text, binary, safetensors, npz,"
                + " arpa, arpa-gz. Give one of them.\n");
    Path stored = place.stored("vectors.txt").get(0);
    byte[] bytes = Files.readAllBytes(stored);
    bytes[bytes.length / 2] ^= 1;
    Files.write(stored, bytes);
    Commands.Ended damaged = export("text", "damaged.txt");
    assertThat(damaged.code()).isEqualTo(20);
    try (var names = Files.list(folder)) {
      assertThat(names.map(each -> each.getFileName().toString()))
          .noneMatch(name -> name.contains("damaged") || name.contains(".export-"));
    }
  }

  private void stockSpark(WordVectors vectors) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      List<Row> table =
          spark.read().parquet(folder.resolve("table").toString()).orderBy("id").collectAsList();
      assertThat(table).hasSize(vectors.size());
      for (int id = 0; id < vectors.size(); id++) {
        assertThat(table.get(id).getString(0)).isEqualTo(vectors.word(id));
        assertThat(table.get(id).getInt(1)).isEqualTo(id);
        assertThat(table.get(id).<Float>getList(2)).hasSize(8).startsWith(vectors.at(id, 0));
      }
      Word2VecModel model = Word2VecModel.load(folder.resolve("model").toString());
      assertThat(model.getVectorSize()).isEqualTo(8);
      assertThat(model.getWindowSize()).isEqualTo(3);
      assertThat(model.getVectors().count()).isEqualTo(vectors.size() - 2);
      String word = vectors.word(2);
      Map<String, Double> near =
          model.findSynonyms(word, 5).collectAsList().stream()
              .collect(Collectors.toMap(row -> row.getString(0), row -> row.getDouble(1)));
      assertThat(near.keySet())
          .containsExactlyInAnyOrderElementsOf(
              vectors.nearest(word, 5).stream().map(WordVectors.Neighbour::word).toList());
    }
  }
}
