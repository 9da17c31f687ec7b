package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Vectors that gensim wrote, and what gensim finds in them. */
class GensimVectorsTest {
  private final WordVectors vectors = GensimFixtures.vectors("gensim.bin");

  @Test
  void allFormsHoldTheSameVectors() {
    assertThat(vectors.size()).isEqualTo(57);
    assertThat(vectors.dimension()).isEqualTo(12);
    assertThat(vectors.word(0)).isEqualTo("mira");
    assertThat(vectors.at(0, 0)).isEqualTo(-0.79899454f);
    assertThat(vectors.contains("zés")).isTrue();
    for (String name : List.of("gensim.txt", "gensim.txt.gz", "glove.txt", "word2vec-c.bin")) {
      WordVectors other = GensimFixtures.vectors(name);
      assertThat(other.toArray()).as(name).isEqualTo(vectors.toArray());
      for (int id = 0; id < vectors.size(); id++) {
        assertThat(other.word(id)).as(name).isEqualTo(vectors.word(id));
      }
    }
  }

  @Test
  void oursAreGensimsButForTheFormOfDigits() throws IOException {
    ByteArrayOutputStream binary = new ByteArrayOutputStream();
    VectorsBinary.write(vectors, binary);
    assertThat(binary.toByteArray())
        .isEqualTo(GensimFixtures.open("word2vec-c.bin").readAllBytes());
  }

  /** Field by field: the same words, and digits that are the same floats. */
  @Test
  void ourTextIsGensimsButForTheFormOfDigits() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    VectorsText.write(vectors, text);
    List<String> ours = text.toString(StandardCharsets.UTF_8).lines().toList();
    List<String> gensims =
        new String(GensimFixtures.open("gensim.txt").readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(ours).hasSameSizeAs(gensims);
    assertThat(ours.get(0)).isEqualTo(gensims.get(0)).isEqualTo("57 12");
    for (int line = 1; line < ours.size(); line++) {
      String[] our = ours.get(line).split(" ", -1);
      String[] gensim = gensims.get(line).split(" ", -1);
      assertThat(our).hasSize(13).hasSameSizeAs(gensim);
      assertThat(our[0]).isEqualTo(gensim[0]);
      for (int i = 1; i < our.length; i++) {
        assertThat(Float.parseFloat(our[i])).isEqualTo(Float.parseFloat(gensim[i]));
      }
    }
  }

  private static void same(List<WordVectors.Neighbour> ours, JsonNode gensims) {
    assertThat(ours).hasSize(gensims.size());
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i).word()).isEqualTo(gensims.get(i).get(0).asText());
      assertThat(ours.get(i).similarity())
          .isCloseTo(gensims.get(i).get(1).asDouble(), within(2e-6));
    }
  }

  @Test
  void neighboursAndAnalogiesAreGensims() {
    JsonNode expected = GensimFixtures.expected();
    JsonNode nearest = expected.get("nearest");
    same(vectors.nearest(nearest.get(0).asText(), 4), nearest.get(1));
    assertThat(expected.get("most_similar")).hasSize(2);
    for (JsonNode each : expected.get("most_similar")) {
      String a = each.get(0).get(0).asText();
      String b = each.get(0).get(1).asText();
      String c = each.get(0).get(2).asText();
      same(vectors.analogy(a, b, c, AnalogyMethod.COS_ADD, 4), each.get(1));
      same(vectors.analogy(a, b, c, AnalogyMethod.COS_MUL, 4), each.get(2));
    }
  }
}
