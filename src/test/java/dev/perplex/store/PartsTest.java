package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The codecs of part files: Parquet tables, id shards, the document index. */
class PartsTest {
  private static final RunRecord RECORD =
      new RunRecord("run", Map.of(), Map.of(), Map.of(), Map.of(), "now", 0);

  @TempDir Path folder;
  private ArtefactWriter writer;

  @BeforeEach
  void open() {
    writer =
        new ArtefactStore(Location.of(folder.toString(), new Configuration()))
            .attempt(Stage.VOCAB, new Fingerprint("0123456789abcdef"));
  }

  private Artefact publish(List<PartFile> files) {
    return writer.publish(files, Map.of(), RECORD);
  }

  private PartFile tokens(String name, List<List<String>> documents) throws IOException {
    TableWriter table = new TableWriter(Tables.TOKENS, writer.part(name));
    try (table) {
      for (int i = 0; i < documents.size(); i++) {
        table.write("doc-" + i, documents.get(i), (long) i, 10L * i);
      }
    }
    return table.finished(Map.of());
  }

  @Test
  void rowsComeBackInOrderWithEmptyListsAndAllOfUnicode() throws IOException {
    List<List<String>> documents =
        List.of(List.of("a", "b", "a"), List.of(), List.of("\u00e9", "\u6f22", "\ud83d\ude00", ""));
    Artefact artefact = publish(List.of(tokens("train/part-00000.parquet", documents)));
    List<Object[]> rows = new ArrayList<>();
    try (TableReader reader =
        new TableReader(Tables.TOKENS, artefact, artefact.file("train/part-00000.parquet"))) {
      reader.forEachRemaining(rows::add);
    }
    assertThat(rows).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(rows.get(i)).containsExactly("doc-" + i, documents.get(i), (long) i, 10L * i);
    }
  }

  /** More distinct words than a dictionary page takes, and than the reader numbers at once. */
  @Test
  void wordsAreNumberedByPartAndAnewWhereTheyAreTooMany() throws IOException {
    List<List<String>> documents =
        IntStream.range(0, 1200)
            .mapToObj(
                i ->
                    IntStream.range(0, 1000)
                        .mapToObj(j -> j % 2 == 0 ? "the" : "w" + (i * 1000 + j))
                        .toList())
            .toList();
    Artefact artefact = publish(List.of(tokens("train/part-00000.parquet", documents)));
    TextNumbers numbering = null;
    int numberings = 0;
    try (TableReader reader =
        new TableReader(Tables.TOKENS_ALONE, artefact, artefact.file("train/part-00000.parquet"))) {
      for (List<String> document : documents) {
        Texts texts = (Texts) reader.next()[0];
        assertThat(texts).isEqualTo(document);
        assertThat(texts.number(2)).isEqualTo(texts.number(0)).isNotEqualTo(texts.number(1));
        if (texts.numbering() != numbering) {
          numbering = texts.numbering();
          numberings++;
        }
      }
      assertThat(reader.hasNext()).isFalse();
    }
    assertThat(numberings).isEqualTo(2);
  }

  @Test
  void equalRowsGiveEqualBytes() throws IOException {
    List<List<String>> documents =
        IntStream.range(0, 5000).mapToObj(i -> List.of("w" + i % 97, "x" + i)).toList();
    assertThat(tokens("a.parquet", documents).sha256())
        .isEqualTo(tokens("b.parquet", documents).sha256());
  }

  /** What is held back for the footer must not lose, double or reorder a byte. */
  @Test
  void partsLargerThanWhatIsHeldBackComeBackWhole() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<List<String>> documents = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      List<String> words = new ArrayList<>();
      for (int j = 0; j < 2000; j++) {
        words.add(Long.toHexString(random.nextLong()));
      }
      documents.add(words);
    }
    PartFile part = tokens("a.parquet", documents);
    assertThat(part.bytes()).isGreaterThan(3 << 20);
    Artefact artefact = publish(List.of(part));
    try (TableReader reader = new TableReader(Tables.TOKENS, artefact, part)) {
      for (List<String> words : documents) {
        assertThat(reader.next()[1]).isEqualTo(words);
      }
      assertThat(reader.hasNext()).isFalse();
    }
  }

  @Test
  void aPartCutShortIsRefused() throws IOException {
    PartFile part = tokens("train/part-00000.parquet", List.of(List.of("a")));
    Artefact artefact = publish(List.of(part));
    Path file = Path.of(artefact.location(part).path().toUri());
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), (int) part.bytes() - 5));
    assertThatThrownBy(() -> new TableReader(Tables.TOKENS, artefact, part))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("cannot be read")
        .hasMessageContaining("--force");
  }

  private PartFile shard(String name, int... ids) throws IOException {
    PartOutput out = writer.part(name);
    try (out) {
      IdShards.write(ids, out);
    }
    return out.finished(Map.of());
  }

  @Test
  void shardsReadAsOneStreamFromAnywhere() throws IOException {
    int[] large = IntStream.range(100, 100 + 200_000).toArray();
    Artefact artefact =
        publish(
            List.of(
                shard("train/part-00000.ids", 1, 2, 3),
                shard("train/part-00001.ids"),
                shard("train/part-00002.ids", large),
                shard("train/part-00003.ids", 7),
                shard("test/part-00000.ids", 9)));
    IdShards ids = new IdShards(artefact, "train");
    assertThat(ids.size()).isEqualTo(200_004);
    assertThat(ids.read(0, 5)).containsExactly(1, 2, 3, 100, 101);
    assertThat(ids.read(2, 0)).isEmpty();
    assertThat(ids.read(200_001, 3)).containsExactly(100 + 199_998, 100 + 199_999, 7);
    assertThat(ids.read(3, 200_000)).isEqualTo(large);
    assertThatThrownBy(() -> ids.read(200_000, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(new IdShards(artefact, "test").read(0, 1)).containsExactly(9);
  }

  /** What numpy.fromfile(path, "<i4") reads. */
  @Test
  void idsAreLittleEndianWithoutAHeader() throws IOException {
    PartFile part = shard("train/part-00000.ids", 1, 258);
    Artefact artefact = publish(List.of(part));
    assertThat(artefact.read("train/part-00000.ids")).containsExactly(1, 0, 0, 0, 2, 1, 0, 0);
  }

  private PartFile index(int part, long[] tokens, long... units) throws IOException {
    TableWriter table =
        new TableWriter(
            Tables.DOCUMENT_INDEX, writer.part(Tables.part("test", part) + Tables.INDEX));
    try (table) {
      long offset = 0;
      for (int i = 0; i < tokens.length; i++) {
        table.write("d", offset, tokens[i], 10L, 11L, units[i]);
        offset += tokens[i];
      }
    }
    return table.finished(Map.of());
  }

  /** Documents begin at 0, 3 | | 7, 12, 12, 13: one has no token. */
  @Test
  void shardsSayWhereDocumentsBegin() throws IOException {
    Artefact artefact =
        publish(
            List.of(
                shard("test/part-00000.ids", new int[7]),
                shard("test/part-00001.ids"),
                shard("test/part-00002.ids", new int[8]),
                index(0, new long[] {3, 4}, 0, 0),
                index(1, new long[0]),
                index(2, new long[] {5, 0, 1, 2}, 0, 0, 0, 0)));
    IdShards ids = new IdShards(artefact, "test");
    assertThat(ids.documents(0, 15)).containsExactly(0, 3, 7, 12, 13);
    assertThat(ids.documents(3, 9)).containsExactly(0, 4);
    assertThat(ids.documents(4, 3)).isEmpty();
    assertThat(ids.documents(6, 2)).containsExactly(1);
    assertThat(ids.documents(12, 0)).isEmpty();
    assertThat(ids.documents(13, 2)).containsExactly(0);
    assertThatThrownBy(() -> ids.documents(14, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void anIndexOfOtherIdsIsRefused() throws IOException {
    Artefact artefact =
        publish(List.of(shard("test/part-00000.ids", 1, 2), index(0, new long[] {3}, 0)));
    assertThatThrownBy(() -> new IdShards(artefact, "test").documents(0, 1))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("has documents of 3 tokens, its ids are 2")
        .hasMessageContaining("--force");
  }

  @Test
  void theIndexOfAllPartsIsOne() throws IOException {
    DocumentIndex index =
        DocumentIndex.read(
            publish(
                List.of(
                    index(0, new long[] {3, 4}, 0, 0), index(1, new long[] {5, 1, 2}, 0, 0, 1))),
            "test");
    assertThat(index.documents()).isEqualTo(5);
    assertThat(index.offsets()).containsExactly(0, 3, 7, 12, 13, 15);
    assertThat(index.unitFirsts()).containsExactly(0, 2, 4, 5);
    assertThat(index.characters(4)).isEqualTo(10);
    assertThat(index.bytes(0)).isEqualTo(11);
  }
}
