package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContinuationTest {
  private final LanguageModel network = new Dl4jModel(Example.network());

  private static List<Integer> drawn(
      LanguageModel model, Sampling sampling, int length, long seed, int... prompt) {
    List<Integer> drawn = new ArrayList<>();
    new Continuation(model, Reading.PLAIN, sampling, id -> id == 0)
        .after(prompt, length, id -> false, new SplittableRandom(seed), drawn::add);
    return drawn;
  }

  @Test
  void equalSeedsGiveEqualTexts() {
    List<Integer> one = drawn(network, Sampling.PLAIN, 30, 3, 4, 5);
    assertThat(drawn(network, Sampling.PLAIN, 30, 3, 4, 5)).isEqualTo(one).hasSize(30);
    assertThat(drawn(network, Sampling.PLAIN, 30, 4, 4, 5)).isNotEqualTo(one);
  }

  @Test
  void greedyTakesTheLikeliestGivenAllBefore() {
    List<Integer> drawn = drawn(network, new Sampling(0, 0, 1), 12, 1, 7, 8);
    LanguageReader reader = network.reader();
    reader.losses(new int[] {7, 8});
    float[] logs = new float[network.vocabulary()];
    for (int id : drawn) {
      reader.logProbabilities(logs);
      for (int other = 1; other < logs.length; other++) {
        assertThat(logs[other]).isLessThanOrEqualTo(logs[id]);
      }
      reader.read(id);
    }
  }

  @Test
  void unknownNeverComesUnlessAllowed() {
    LanguageModel mostly = new FixedModel(0.9, 0.05, 0.05);
    assertThat(drawn(mostly, Sampling.PLAIN, 200, 1)).contains(1, 2).doesNotContain(0);
    List<Integer> all = new ArrayList<>();
    new Continuation(mostly, Reading.PLAIN, Sampling.PLAIN, id -> false)
        .after(new int[0], 200, id -> false, new SplittableRandom(1), all::add);
    assertThat(all).contains(0);
  }

  @Test
  void itStopsAfterTheLast() {
    LanguageModel model = new FixedModel(0.1, 0.4, 0.5);
    List<Integer> drawn = new ArrayList<>();
    new Continuation(model, Reading.PLAIN, Sampling.PLAIN, id -> false)
        .after(new int[0], 1000, id -> id == 1, new SplittableRandom(6), drawn::add);
    assertThat(drawn.indexOf(1)).isEqualTo(drawn.size() - 1);
  }
}
