package dev.perplex.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CostsTest {
  /** Costs in which one of everything takes one of its unit, and a gigabyte a second. */
  static Costs ones() {
    return of(
        Arrays.stream(Constant.values()).collect(Collectors.toMap(Constant::key, each -> 1.0)));
  }

  private static Costs of(Map<String, Double> constants) {
    return new Costs(
        Costs.VERSION,
        "test",
        "none",
        constants,
        1e9,
        new Growth(10, 0.5),
        List.of(new Growth(10, 0.5), new Growth(5, 0.75), new Growth(1, 1)));
  }

  @Test
  void whatIsShippedIsWhole() {
    Costs shipped = Costs.shipped();
    assertThat(shipped.constants().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Constant.values()).map(Constant::key).toList());
    assertThat(shipped.processor()).isNotBlank();
    assertThat(shipped.ngrams()).hasSizeGreaterThanOrEqualTo(5);
  }

  /** The page names each constant, with the value that is shipped. */
  @Test
  void thePageHasTheShippedConstants() throws IOException {
    String page = Files.readString(Path.of("src/site/markdown/scale.md"));
    Costs shipped = Costs.shipped();
    for (Constant each : Constant.values()) {
      String value = Json.line(shipped.constants().get(each.key()));
      assertThat(page).contains("| `" + each.key() + "` | " + value + " |");
    }
  }

  @Test
  void unitsAreHeard() {
    assertThat(ones().seconds(Constant.WORD2VEC_START, 3)).isEqualTo(3);
    assertThat(ones().seconds(Constant.WORD2VEC_ROUND, 3)).isCloseTo(0.003, within(1e-12));
    assertThat(ones().seconds(Constant.WORD2VEC_TOKEN, 3)).isCloseTo(3e-9, within(1e-18));
  }

  @Test
  void aFileReadsAsItWasWritten() {
    assertThat(Costs.parse(Json.pretty(ones()), "costs.json")).isEqualTo(ones());
  }

  @Test
  void whatIsNoFileOfCostsIsRefusedWithTheWayOut() {
    Map<String, Double> lacking = new TreeMap<>(ones().constants());
    lacking.remove("ngram-gram-ns");
    assertRefused(() -> of(lacking), "constants.ngram-gram-ns = null is no number from 0 up");
    Map<String, Double> negative = new TreeMap<>(ones().constants());
    negative.put("ngram-gram-ns", -1.0);
    assertRefused(() -> of(negative), "constants.ngram-gram-ns = -1.0 is no number from 0 up");
    String newer = Json.pretty(ones()).replaceAll("\"version\" : 1", "\"version\" : 2");
    for (String text : List.of("", "[]", "{}", "no json", newer)) {
      assertThatThrownBy(() -> Costs.parse(text, "mine.json"))
          .isInstanceOf(PerplexException.class)
          .hasMessageStartingWith("mine.json is no file of costs: ")
          .hasMessageEndingWith(". Make one by src/bench/cost-model, or leave --costs out.")
          .hasMessageNotContaining("\n");
    }
  }

  private static void assertRefused(Runnable making, String message) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /** 10 times the root of the tokens, and never more than there are. */
  @Test
  void wordsGrowByAPowerOfTheTokens() {
    Growth growth = new Growth(10, 0.5);
    assertThat(growth.of(1_000_000)).isCloseTo(10_000, within(1e-6));
    assertThat(growth.of(25)).isEqualTo(25);
    assertThatThrownBy(() -> new Growth(1, 1.1)).hasMessageContaining("a growth of");
  }

  /** Of 10,000 tokens 1,000 words; those that stand four times are as many as in 2,500. */
  @Test
  void aVocabularyOfMinCountIsThatOfAShorterText() {
    assertThat(ones().vocabulary(10_000, 1)).isEqualTo(1002);
    assertThat(ones().vocabulary(10_000, 4)).isEqualTo(502);
  }
}
