package dev.perplex.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.registry.GateDecision.Outcome;
import dev.perplex.text.TextProfile;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataGatesTest {
  private static final DataSettings STRICT =
      new DataSettings(
          DataSettings.Action.REFUSE,
          1_000,
          0.05,
          0.5,
          0.5,
          2,
          0.01,
          1.25,
          0.1,
          0.1,
          0.2,
          2_000_000);

  private static TextProfile profile(String text) {
    TextProfile.Counts counts = new TextProfile.Counts();
    counts.add(text);
    return counts.profile();
  }

  private static DataFacts facts(
      long documents, long duplicates, long characters, long tokens, long unknown, long types) {
    return facts(documents, duplicates, characters, tokens, unknown, types, "t1", "the cat sat");
  }

  private static DataFacts facts(
      long documents,
      long duplicates,
      long characters,
      long tokens,
      long unknown,
      long types,
      String tokenizer,
      String text) {
    return new DataFacts(
        documents,
        duplicates,
        characters,
        tokens,
        1_000,
        unknown,
        List.of(new DataFacts.Growth(500, 90), new DataFacts.Growth(1_000, types)),
        tokenizer,
        profile(text));
  }

  private static final DataFacts CHAMPION = facts(100, 10, 10_000, 2_000, 40, 400);

  private static GateDecision gate(String name, DataFacts facts, DataFacts before) {
    return DataGates.judge(STRICT, facts, before).stream()
        .filter(each -> each.gate().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theSameDataPasses() {
    assertThat(DataGates.judge(STRICT, CHAMPION, CHAMPION))
        .hasSize(10)
        .extracting(GateDecision::outcome)
        .containsOnly(Outcome.PASSED);
  }

  /** Each fact at its bound, which passes, and one step beyond, which does not. */
  @Test
  void eachGateHasItsBound() {
    check("tokens", facts(100, 10, 10_000, 1_000, 40, 400), facts(100, 10, 10_000, 999, 40, 400));
    check(
        "unknown", facts(100, 10, 10_000, 2_000, 50, 400), facts(100, 10, 10_000, 2_000, 51, 400));
    check(
        "text-ratio", facts(100, 10, 5_000, 2_000, 40, 400), facts(100, 10, 4_999, 2_000, 40, 400));
    check(
        "token-fall", facts(100, 10, 10_000, 1_000, 40, 400), facts(100, 10, 10_000, 999, 40, 400));
    check(
        "token-rise",
        facts(100, 10, 10_000, 4_000, 40, 400),
        facts(100, 10, 10_000, 4_001, 40, 400));
    check(
        "duplicates",
        facts(100, 19, 10_000, 2_000, 40, 400),
        facts(100, 21, 10_000, 2_000, 40, 400));
    check(
        "unknown-rise",
        facts(100, 10, 10_000, 2_000, 49, 400),
        facts(100, 10, 10_000, 2_000, 51, 400));
    check("types", facts(100, 10, 10_000, 2_000, 40, 500), facts(100, 10, 10_000, 2_000, 40, 501));
    check("types", facts(100, 10, 10_000, 2_000, 40, 320), facts(100, 10, 10_000, 2_000, 40, 319));
  }

  private static void check(String gate, DataFacts at, DataFacts beyond) {
    assertThat(gate(gate, at, CHAMPION).passes()).as(gate).isTrue();
    assertThat(gate(gate, beyond, CHAMPION).passes()).as(gate).isFalse();
  }

  @Test
  void messagesHaveValueAndBound() {
    assertThat(gate("text-ratio", facts(100, 10, 4_999, 2_000, 40, 400), CHAMPION).message())
        .isEqualTo(
            "4,999 characters of text against 10,000 of the champion's, a ratio of 0.4999, below"
                + " promote.data.min-text-ratio = 0.5");
    assertThat(gate("types", facts(100, 10, 10_000, 2_000, 40, 200), CHAMPION).message())
        .isEqualTo(
            "200 distinct words among the first 1,000 tokens against 400 of the champion's, a ratio of"
                + " 0.5000, above promote.data.max-type-ratio = 1.25");
    assertThat(gate("unknown", facts(100, 10, 10_000, 2_000, 51, 400), CHAMPION).message())
        .isEqualTo(
            "a share of 0.0510 of the test split's tokens is unknown, above"
                + " promote.data.max-unknown = 0.05");
    assertThat(gate("tokens", facts(100, 10, 10_000, 999, 40, 400), CHAMPION).message())
        .isEqualTo("999 tokens in the training split, below promote.data.min-tokens = 1000");
  }

  @Test
  void withoutAChampionOnlyTheDataItselfDecides() {
    assertThat(DataGates.judge(STRICT, facts(1, 1, 1, 999, 900, 1), null))
        .extracting(GateDecision::outcome)
        .startsWith(Outcome.REFUSED, Outcome.REFUSED)
        .endsWith(Collections.nCopies(8, Outcome.LEFT_OUT).toArray(Outcome[]::new));
  }

  /** Tokens of another tokenizer do not compare, and characters do. */
  @Test
  void anotherTokenizerLeavesTokensOut() {
    DataFacts other = facts(100, 10, 10_000, 99_999, 40, 9, "t2", "the cat sat");
    assertThat(DataGates.judge(STRICT, other, CHAMPION))
        .filteredOn(each -> each.outcome() == Outcome.LEFT_OUT)
        .extracting(GateDecision::gate)
        .containsExactly("token-fall", "token-rise", "unknown-rise", "types");
  }

  @Test
  void anotherLanguageAndAnotherScriptAreFound() {
    DataFacts german = facts(100, 10, 10_000, 2_000, 40, 400, "t1", "der hund schlief");
    assertThat(gate("language", german, CHAMPION).passes()).isFalse();
    assertThat(gate("characters", german, CHAMPION).passes()).isTrue();
    DataFacts greek = facts(100, 10, 10_000, 2_000, 40, 400, "t1", "η γάτα κάθισε");
    assertThat(gate("characters", greek, CHAMPION).passes()).isFalse();
  }
}
