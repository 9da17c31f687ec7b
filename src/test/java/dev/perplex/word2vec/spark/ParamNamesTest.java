package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.provenance.PerplexException;
import dev.perplex.word2vec.RoundPlan;
import dev.perplex.word2vec.Word2vecSettings;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ParamNamesTest {
  /** What a training says is said in names of the estimator's own. */
  @Test
  void messagesOfTheStageSpeakOfParams() {
    Word2vecSettings settings = Word2vecSettings.usual(10, 1, 2, 1);
    PerplexException parts =
        Assertions.catchThrowableOfType(
            PerplexException.class,
            () ->
                RoundPlan.of(
                    1L << 45,
                    new Word2vecSettings(
                        settings.model(), settings.loss(), 10, 5, 5, 0, 0.1, 1, 2, 3, 1, 1)));
    assertThat(ParamNames.in(parts.getMessage()))
        .isEqualTo(
            "roundsPerEpoch = 3 makes parts of 5864062014806 tokens, which is above 2147483639. Set"
                + " roundsPerEpoch or numPartitions higher.");
    PerplexException memory =
        Assertions.catchThrowableOfType(
            PerplexException.class,
            () -> new MemoryPlan(2, 3L << 30, 1L << 30, 1 << 20, 0, 1L << 30, true).check());
    assertThat(ParamNames.in(memory.getMessage()))
        .startsWith("spark.driver.memory = 1.0 GB is too small for SkipGram, which takes 5.3 GB")
        .endsWith(
            " Set spark.driver.memory=6g, or vectorSize or numPartitions lower, or minCount"
                + " higher.")
        .doesNotContain("word2vec", "vocab.");
  }

  /** Planted: every key of the stage that a message may name has a Param. */
  @Test
  void everySettingOfTheRecordIsNamed() {
    for (var component : Word2vecSettings.class.getRecordComponents()) {
      String key =
          component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
      if (!key.equals("threads")) { // the estimator has one
        assertThat(ParamNames.in("word2vec." + key + " = 1")).doesNotContain("word2vec");
      }
    }
  }
}
