package dev.perplex.lm.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import dev.perplex.lm.CacheSettings;
import dev.perplex.lm.DynamicSettings;
import dev.perplex.lm.Example;
import dev.perplex.lm.Reading;
import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class AdaptiveDl4jModelTest {

  @Test
  void itStartsAtTheModelAndLearnsWhatItReads() {
    MultiLayerNetwork network = Example.network();
    float[] before = network.params().dup().data().asFloat();
    LanguageModel model = new AdaptiveDl4jModel(network);
    int[] text = Example.documents(8).get(0);
    double plain = Arrays.stream(model.reader().losses(text)).sum();
    Reading reading =
        new Reading(Reading.State.STREAM, CacheSettings.NONE, new DynamicSettings(0.3, 0, 8, 0));
    LanguageReader reader = reading.reader(model);
    assertThat(Arrays.stream(reader.losses(text)).sum()).isCloseTo(plain, within(1e-4));
    double last = plain;
    for (int i = 0; i < 60; i++) {
      last = Arrays.stream(reader.losses(text)).sum();
    }
    assertThat(last).isLessThan(0.8 * plain);
    assertThat(network.params().dup().data().asFloat()).isEqualTo(before);
  }
}
