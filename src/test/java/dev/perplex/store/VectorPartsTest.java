package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of vectors, and exports. */
class VectorPartsTest {
  @TempDir Path folder;

  private Location at(String name) {
    return Location.of(folder.resolve(name).toString(), new Configuration());
  }

  private static PartFile write(Parts parts, String name, List<Object[]> rows) throws IOException {
    PartOutput out = parts.part(name);
    try (TableWriter writer = new TableWriter(Tables.VECTORS, out)) {
      for (Object[] row : rows) {
        writer.write(row);
      }
    }
    return out.finished(Map.of());
  }

  private static List<Object[]> rows(int count, int dimension) {
    SplittableRandom random = new SplittableRandom(1);
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(
            id -> {
              float[] vector = new float[dimension];
              for (int i = 0; i < dimension; i++) {
                vector[i] = (float) random.nextGaussian();
              }
              return new Object[] {"word " + id, id, vector};
            })
        .toList();
  }

  @Test
  void vectorsComeBackAsTheyWereAndEqualRowsAreEqualBytes() throws IOException {
    Folder parts = new Folder(at("a"));
    for (int dimension : new int[] {0, 1, 7, 300}) {
      List<Object[]> rows = rows(1000, dimension);
      PartFile file = write(parts, "part-" + dimension, rows);
      assertThat(write(parts, "again-" + dimension, rows).sha256()).isEqualTo(file.sha256());
      try (TableReader reader = new TableReader(Tables.VECTORS, parts.place(file.path()), file)) {
        for (Object[] row : rows) {
          assertThat(reader.next()).isEqualTo(row);
        }
        assertThat(reader.hasNext()).isFalse();
      }
    }
  }

  @Test
  void aCopyIsCheckedOnTheWay() throws IOException {
    Folder parts = new Folder(at("a"));
    PartFile file = write(parts, "part", rows(10, 3));
    assertThat(PartCopy.of(parts.place("part"), file, parts.part("copy")).sha256())
        .isEqualTo(file.sha256());
    byte[] bytes = Files.readAllBytes(folder.resolve("a/part"));
    bytes[20] ^= 1;
    Files.write(folder.resolve("a/part"), bytes);
    assertThatThrownBy(() -> PartCopy.of(parts.place("part"), file, parts.part("copy")))
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            folder.resolve("a/part")
                + " is not what was written there (cut short or changed). Make it again.");
  }

  @Test
  void leftoversOfLostTriesAreDeleted() throws IOException {
    Folder parts = new Folder(at("a"));
    write(parts, "data/part-00000", rows(1, 1));
    PartOutput second = parts.part("data/part-00000", 1);
    second.close();
    PartFile counts = second.finished(Map.of());
    parts.keepOnly("data", List.of(counts));
    assertThat(at("a").child("data").names()).containsExactly("part-00000.try-1");
  }

  @Test
  void anExportAppearsWholeOrNotAtAll() throws IOException {
    try (Export export = Export.to(at("out"))) {
      write(export, "data/part", rows(1, 1));
      assertThat(at("out").exists()).isFalse();
      export.publishFolder();
    }
    assertThat(folder.resolve("out/data/part")).exists();
    try (Export given = Export.to(at("never"))) {
      write(given, "data/part", rows(1, 1));
    }
    try (Export export = Export.to(at("file"))) {
      export.publishFile(write(export, "part", rows(1, 1)));
    }
    assertThat(at("").names()).containsExactly("file", "out");
    assertThatThrownBy(() -> Export.to(at("out")))
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            folder.resolve("out")
                + " exists. An export overwrites nothing: name another place, or delete it first.");
  }

  @Test
  void whatAppearedMeanwhileIsNotReplaced() throws IOException {
    try (Export export = Export.to(at("out"))) {
      write(export, "part", rows(1, 1));
      at("out").child("other").writeText("mine");
      assertThatThrownBy(export::publishFolder).hasMessageContaining(" exists. ");
    }
    assertThat(at("out").names()).containsExactly("other");
  }
}
