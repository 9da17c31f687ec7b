package dev.perplex.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  record Sample(int minCount, List<String> words, double share) {}

  @Test
  void recordsGoThereAndBackInKebabCase() {
    Sample sample = new Sample(2, List.of("a", "\u00e9"), 0.1);
    String text = Json.line(sample);
    assertThat(text).isEqualTo("{\"min-count\":2,\"share\":0.1,\"words\":[\"a\",\"\u00e9\"]}");
    assertThat(Json.read(text, Sample.class)).isEqualTo(sample);
  }

  @Test
  void mapsAreSorted() {
    assertThat(Json.line(Map.of("b", 1, "a", 2, "c", 3))).isEqualTo("{\"a\":2,\"b\":1,\"c\":3}");
  }

  @Test
  void textThatIsNotJsonIsRefused() {
    assertThatThrownBy(() -> Json.read("{", Sample.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.read("null", Sample.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The name of a class in the text must never make an object of it. */
  @Test
  void classNamesInTheTextAreOnlyText() {
    Object value = Json.read("{\"@class\":\"java.io.File\",\"path\":\"x\"}", Object.class);
    assertThat(value).isInstanceOf(Map.class);
  }
}
