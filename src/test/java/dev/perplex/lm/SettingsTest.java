package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void aSettingOutOfBoundsIsNamed() {
    assertThatThrownBy(() -> new ModelSettings(0, 1, 1, ModelSettings.Start.RANDOM))
        .hasMessage("layers = 0 is below 1");
    assertThatThrownBy(
            () -> new TrainSettings("torch", 1, 1, 1, 1, 0, 0, 1, Updater.SGD, 1, 5, 0, 1))
        .hasMessage("engine = torch is neither fused nor dl4j");
    assertThatThrownBy(
            () -> new TrainSettings("dl4j", 1, 1, 1, 1, 0, 0, -1, Updater.SGD, 1, 5, 0, 1))
        .hasMessage("round-minibatches = -1 is below 0");
    assertThatThrownBy(
            () -> new TrainSettings("dl4j", 1, 1, 1, 1, 0, 0, 1, Updater.SGD, 0, 5, 0, 1))
        .hasMessage("rate = 0 is not above 0");
  }

  @Test
  void parametersAreWhatTheNetworkHas() {
    assertThat(Example.model().parameters(Example.VOCABULARY))
        .isEqualTo(Example.network().numParams());
  }
}
