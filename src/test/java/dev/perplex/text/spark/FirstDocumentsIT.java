package dev.perplex.text.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.text.CorpusManifest;
import dev.perplex.text.CorpusManifest.Duplicates;
import dev.perplex.text.DocumentRule;
import dev.perplex.text.PrepareSettings;
import dev.perplex.text.PrepareSettings.BadBytes;
import dev.perplex.text.Source;
import dev.perplex.text.SourceReader;
import dev.perplex.text.SplitRule;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FirstDocumentsIT {
  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("first-documents")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** A piece is its index and its text, a document a line. */
  private record Lines(int index, String text) implements java.io.Serializable {}

  private static SourceReader reader() {
    CorpusManifest corpus =
        new CorpusManifest(
            "corpus",
            "",
            "",
            List.of(new Source("lines.txt", "", "", "", "")),
            "UTF-8",
            new DocumentRule(DocumentRule.Kind.LINE, "", ""),
            Duplicates.DROP,
            new SplitRule(SplitRule.Kind.HASH, 0.1, 0.1));
    return new SourceReader(
        corpus, new PrepareSettings("corpus.conf", BadBytes.REFUSE, 1 << 20, 1 << 25));
  }

  private static List<long[]> first(List<List<String>> documents, int buckets, int held) {
    List<Lines> pieces =
        IntStream.range(0, documents.size())
            .mapToObj(i -> new Lines(i, String.join("\n", documents.get(i))))
            .toList();
    return FirstDocuments.of(
            spark.parallelize(pieces, pieces.size()),
            Lines::index,
            piece ->
                reader()
                    .read(
                        "lines.txt",
                        "",
                        new ByteArrayInputStream(piece.text().getBytes(StandardCharsets.UTF_8))),
            pieces.size(),
            buckets,
            held)
        .collect();
  }

  @Test
  void aPieceKeepsWhatNoEarlierDocumentEquals() {
    List<long[]> first =
        first(List.of(List.of("a", "b", "a"), List.of("b", "a"), List.of("c", "b", "d")), 2, 1000);
    assertThat(first).containsExactly(new long[] {0, 1}, new long[] {}, new long[] {0, 2});
  }

  @Test
  void bucketsAndFullBlocksChangeNothing() {
    Random random = new Random(7);
    List<List<String>> documents = new ArrayList<>();
    List<long[]> expected = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int piece = 0; piece < 3; piece++) {
      List<String> lines =
          random.ints(3000, 0, 4000).mapToObj(i -> "line " + i).collect(Collectors.toList());
      documents.add(lines);
      expected.add(
          IntStream.range(0, lines.size())
              .filter(i -> seen.add(lines.get(i)))
              .mapToLong(i -> i)
              .toArray());
    }
    for (int buckets : new int[] {1, 20, 70}) {
      assertThat(first(documents, buckets, 100)).containsExactlyElementsOf(expected);
      assertThat(first(documents, buckets, 1 << 20)).containsExactlyElementsOf(expected);
    }
  }
}
