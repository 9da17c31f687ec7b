package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import dev.perplex.store.Folder;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.word2vec.WordVectors;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkMlFolderTest {
  private static final WordVectors VECTORS =
      new WordVectors(
          List.of("<unk>", "<eos>", "a", "b", "c"), 2, new float[] {0, 0, 0, 0, 1, 2, 3, 4, 5, 6});

  @TempDir Path folder;

  private Location at(String name) {
    return Location.of(folder.resolve(name).toString(), new Configuration());
  }

  private List<PartFile> write(String name) {
    return SparkMlFolder.write(
        new Folder(at(name)), "spark-ml", 2, new HeldRows(VECTORS), Map.of("vectorSize", 2));
  }

  @Test
  void blocksAndMetadataHaveFixedNamesAndEqualBytes() {
    List<PartFile> files = write("one");
    assertThat(files.stream().map(PartFile::name))
        .containsExactly(
            "spark-ml/data/part-00000.parquet",
            "spark-ml/data/part-00001.parquet",
            "spark-ml/data/part-00002.parquet",
            "spark-ml/metadata/part-00000");
    assertThat(files.stream().map(file -> file.count("words"))).containsExactly(0L, 2L, 1L, 0L);
    assertThat(write("two")).isEqualTo(files);
  }

  @Test
  void metadataNamesTheStockClassAndItsParameters() {
    write("one");
    JsonNode line = Json.tree(at("one").child("spark-ml/metadata/part-00000").readText());
    assertThat(line.get("class").asText()).isEqualTo("org.apache.spark.ml.feature.Word2VecModel");
    assertThat(line.get("uid").asText()).matches("w2v_[0-9a-f]{12}");
    assertThat(line.get("timestamp").isIntegralNumber()).isTrue();
    assertThat(line.get("paramMap").get("vectorSize").asInt()).isEqualTo(2);
    assertThat(line.get("defaultParamMap").get("outputCol").asText())
        .isEqualTo(line.get("uid").asText() + "__output");
  }

  @Test
  void aModelWithoutItsVectorSizeIsRefused() {
    assertThatThrownBy(() -> SparkMlFolder.finish(new Folder(at("one")), "", List.of(), Map.of()))
        .hasMessage("a Word2VecModel without vectorSize cannot transform");
  }
}
