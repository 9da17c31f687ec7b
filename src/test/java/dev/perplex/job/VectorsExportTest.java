package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactStore;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.store.PartOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports from an artefact that has the formats already: copies, under the names of the files. */
class VectorsExportTest {
  @TempDir Path folder;

  private Location at(String name) {
    return Location.of(folder.resolve(name).toString(), new Configuration());
  }

  private Artefact artefact(Stage stage) throws IOException {
    ArtefactWriter writer = new ArtefactStore(at("storage")).attempt(stage, new Fingerprint("f"));
    PartOutput again = writer.part("parquet/part-00000.parquet", 2);
    try (again) {
      again.write(new byte[] {1, 2});
    }
    List<PartFile> files =
        List.of(
            again.finished(Map.of()),
            writer.file("spark-ml/data/part-00000.parquet", new byte[] {3}, Map.of()),
            writer.file("spark-ml/metadata/part-00000", new byte[] {4}, Map.of()));
    return writer.publish(
        files, Map.of(), new RunRecord("", Map.of(), Map.of(), Map.of(), Map.of(), "", 0));
  }

  @Test
  void foldersOfTheArtefactAreCopied() throws IOException {
    VectorsExport export = new VectorsExport(artefact(Stage.WORD2VEC));
    export.to(at("table"), ExportFormat.PARQUET);
    export.to(at("model"), ExportFormat.SPARK_ML);
    assertThat(Files.readAllBytes(folder.resolve("table/part-00000.parquet")))
        .containsExactly(1, 2);
    assertThat(Files.readAllBytes(folder.resolve("model/data/part-00000.parquet")))
        .containsExactly(3);
    assertThat(Files.readAllBytes(folder.resolve("model/metadata/part-00000"))).containsExactly(4);
  }

  @Test
  void whatTheArtefactLacksAndOtherStagesAreRefused() throws IOException {
    VectorsExport export = new VectorsExport(artefact(Stage.WORD2VEC));
    assertThatThrownBy(() -> export.to(at("text"), ExportFormat.TEXT))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining(" has no file vectors.bin. ");
    assertThat(at("").names()).containsExactly("storage");
    Artefact other = artefact(Stage.TRAIN);
    assertThatThrownBy(() -> new VectorsExport(other))
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            folder.resolve("storage/artefacts/train/f")
                + " is an artefact of train, not of word2vec. Give"
                + " artefacts/word2vec/FINGERPRINT.");
  }
}
