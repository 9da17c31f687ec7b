package dev.perplex.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Map<String, Object> SETTINGS = Map.of("vocab.min-count", 2, "vocab.x", "y");
  private static final Map<String, String> INPUTS = Map.of("tokenize", "abc");

  @Test
  void doesNotDependOnTheOrderOfKeys() {
    Map<String, Object> turned = new LinkedHashMap<>();
    turned.put("vocab.x", "y");
    turned.put("vocab.min-count", 2);
    assertThat(Fingerprint.of(Stage.VOCAB, turned, INPUTS))
        .isEqualTo(Fingerprint.of(Stage.VOCAB, SETTINGS, INPUTS));
  }

  @Test
  void changesWithStageSettingAndInput() {
    Fingerprint one = Fingerprint.of(Stage.VOCAB, SETTINGS, INPUTS);
    assertThat(Fingerprint.of(Stage.TRAIN, SETTINGS, INPUTS)).isNotEqualTo(one);
    assertThat(Fingerprint.of(Stage.VOCAB, Map.of("vocab.min-count", 3, "vocab.x", "y"), INPUTS))
        .isNotEqualTo(one);
    assertThat(Fingerprint.of(Stage.VOCAB, SETTINGS, Map.of("tokenize", "abd"))).isNotEqualTo(one);
    assertThat(Fingerprint.of(Stage.VOCAB, SETTINGS, Map.of("prepare", "abc"))).isNotEqualTo(one);
  }

  /** The example of FIPS 180-2, appendix B.1. */
  @Test
  void sha256IsTheStandardOne() {
    assertThat(Fingerprint.sha256(new byte[] {'a', 'b', 'c'}))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
