package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.RoundModel;
import dev.perplex.lm.rounds.RoundModels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadyModelsTest {
  private static final RoundModels MODELS = FusedTrainings.models(5);

  private static List<Tensor> parameters(float value) {
    List<Tensor> parameters = MODELS.start();
    parameters.forEach(tensor -> Arrays.fill(tensor.values(), value));
    return parameters;
  }

  private static float first(RoundModel model) {
    return model.parameters().get(0).values()[0];
  }

  @Test
  void aModelThatHasTrainedIsLoadedAnew() {
    ReadyModels ready = new ReadyModels(MODELS);
    RoundModel model = ready.take(3, parameters(1));
    assertThat(first(model)).isEqualTo(1);
    assertThat(ready.take(3, parameters(1))).isNotSameAs(model);
    model.parameters().get(0).values()[0] = 7;
    ready.giveBack(model);
    assertThat(ready.take(3, parameters(1))).isSameAs(model);
    assertThat(first(model)).isEqualTo(1);
  }

  @Test
  void aModelThatWasPreparedIsTakenAsItIs() {
    ReadyModels ready = new ReadyModels(MODELS);
    ready.prepare(4, parameters(2)); // nobody is there to be prepared
    RoundModel model = ready.take(3, parameters(1));
    ready.giveBack(model);
    ready.prepare(4, parameters(2));
    // Other values under the same number, which there never are, show that nothing is copied.
    assertThat(ready.take(4, parameters(9))).isSameAs(model);
    assertThat(first(model)).isEqualTo(2);
    ready.giveBack(model);
    ready.prepare(5, parameters(3));
    assertThat(first(ready.take(6, parameters(4)))).as("of another round").isEqualTo(4);
  }
}
