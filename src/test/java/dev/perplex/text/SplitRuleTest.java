package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.provenance.InvalidSetting;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplitRuleTest {

  @Test
  void sharesAreMet() {
    SplitRule rule = new SplitRule(SplitRule.Kind.HASH, 0.1, 0.2);
    Map<Split, Integer> documents = new EnumMap<>(Split.class);
    int all = 20_000;
    for (int i = 0; i < all; i++) {
      documents.merge(rule.splitOf("document number " + i), 1, Integer::sum);
    }
    // Four standard deviations of a share of 0.2 over 20,000 draws: 4 * sqrt(.2 * .8 / 20000).
    assertThat(documents.get(Split.VALID) / (double) all).isCloseTo(0.1, within(0.0113));
    assertThat(documents.get(Split.TEST) / (double) all).isCloseTo(0.2, within(0.0113));
  }

  /**
   * By hand: SHA-256("") = e3b0c442..., that is 0.8894 of all hashes; SHA-256("abc") = ba7816bf...,
   * 0.7284; SHA-256("a") = ca978112..., 0.7914; SHA-256("5") = ef2d127d..., 0.9343; and
   * SHA-256("hello") = 2cf24dba..., 0.1756.
   */
  @Test
  void theSplitIsThePlaceOfTheHash() {
    SplitRule rule = new SplitRule(SplitRule.Kind.HASH, 0.1, 0.1);
    assertThat(rule.splitOf("")).isEqualTo(Split.TRAIN);
    assertThat(rule.splitOf("abc")).isEqualTo(Split.TRAIN);
    assertThat(rule.splitOf("hello")).isEqualTo(Split.VALID);
    assertThat(new SplitRule(SplitRule.Kind.HASH, 0.1, 0.18).splitOf("hello"))
        .isEqualTo(Split.TEST);
  }

  @Test
  void noShareTakesNothing() {
    SplitRule rule = new SplitRule(SplitRule.Kind.HASH, 0, 0);
    for (int i = 0; i < 1000; i++) {
      assertThat(rule.splitOf("text " + i)).isEqualTo(Split.TRAIN);
    }
  }

  @Test
  void aCorpusWithItsOwnSplitIsNotHashed() {
    assertThatThrownBy(() -> new SplitRule(SplitRule.Kind.OWN, 0.1, 0.1).splitOf("text"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void labelsAreReadBack() {
    for (Split split : Split.values()) {
      assertThat(Split.of(split.label())).isEqualTo(split);
    }
    assertThatThrownBy(() -> Split.of("TRAIN")).isInstanceOf(InvalidSetting.class);
  }
}
