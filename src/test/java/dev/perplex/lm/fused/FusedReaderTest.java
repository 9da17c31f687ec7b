package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import dev.perplex.lm.CacheSettings;
import dev.perplex.lm.Cell;
import dev.perplex.lm.DynamicSettings;
import dev.perplex.lm.Reading;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FusedReaderTest {
  private final Parameters parameters = parameters(Cell.LSTM);
  private final LanguageModel model = new FusedModel(parameters);

  private static Parameters parameters(Cell cell) {
    return Networks.drawn(new NetworkShape(12, 5, 6, 2, cell, SoftmaxKind.FULL), 3);
  }

  private static int[] ids(int length) {
    return new SplittableRandom(length).ints(length, 0, 12).toArray();
  }

  @ParameterizedTest
  @EnumSource
  void documentsSideBySideHaveTheLossesThatTheyHaveAlone(Cell cell) {
    LanguageModel model = new FusedModel(parameters(cell));
    List<int[]> documents =
        java.util.stream.IntStream.of(40, 3, 0, 700, 1, 1, 9, 5, 5, 5, 2, 6, 33, 8, 4, 31, 32, 64)
            .mapToObj(FusedReaderTest::ids)
            .toList();
    LanguageReader reader = model.reader();
    double[][] together = reader.losses(documents);
    for (int document = 0; document < together.length; document++) {
      assertThat(together[document])
          .containsExactly(model.reader().losses(documents.get(document)), within(1e-5));
    }
    assertThat(reader.losses(ids(7))).isEqualTo(model.reader().losses(ids(7)));
    // The next call begins with all lanes anew.
    assertThat(reader.losses(documents)).isEqualTo(together);
  }

  @Test
  void statesAreThoseBeforeEachToken() {
    int[] ids = ids(100);
    float[][] states = new float[ids.length][];
    LanguageReader reader = model.reader();
    reader.hidden();
    double[] losses = reader.losses(ids, states);
    LanguageReader single = model.reader();
    for (int i = 0; i < ids.length; i++) {
      assertThat(states[i]).containsExactly(single.hidden(), within(1e-5f));
      single.read(ids[i]);
    }
    assertThat(losses).containsExactly(model.reader().losses(ids), within(1e-5));
  }

  @Test
  void dynamicEvaluationLearnsAndComesBack() {
    float[] before = parameters.tensor(Parameters.SOFTMAX).values().clone();
    Reading reading =
        new Reading(
            Reading.State.STREAM, CacheSettings.NONE, new DynamicSettings(0.3, 0.001, 6, 1));
    LanguageReader reader = reading.reader(model);
    int[] text = {4, 5, 6, 4, 9, 2};
    double first = Arrays.stream(reader.losses(text)).sum();
    assertThat(first).isCloseTo(Arrays.stream(model.reader().losses(text)).sum(), within(1e-5));
    double last = first;
    for (int i = 0; i < 60; i++) {
      last = Arrays.stream(reader.losses(text)).sum();
    }
    assertThat(last).isLessThan(0.7 * first);
    assertThat(parameters.tensor(Parameters.SOFTMAX).values()).isEqualTo(before);
    reader.reset();
    assertThat(Arrays.stream(reader.losses(text)).sum()).isCloseTo(first, within(1e-5));
  }
}
