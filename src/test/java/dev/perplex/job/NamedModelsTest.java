package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.perplex.config.Settings;
import dev.perplex.provenance.Stage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of {@code conf/models}. */
class NamedModelsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"zaremba-small", "zaremba-medium", "awd", "char-shakespeare", "char-small"})
  void hasSettingsThatAreKnownAndInBounds(String name) {
    Path file = Path.of("conf", "models", name + ".conf").toAbsolutePath();
    Settings settings = Settings.load(List.of(file), List.of());
    assertThatCode(() -> Pipeline.check(settings, List.of(Stage.TRAIN))).doesNotThrowAnyException();
  }
}
