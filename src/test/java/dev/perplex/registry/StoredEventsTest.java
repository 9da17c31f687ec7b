package dev.perplex.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredEventsTest {
  @TempDir Path folder;

  private StoredEvents events() {
    return new StoredEvents(Location.of(folder.toString(), new Configuration()));
  }

  @Test
  void aFileAnEventAndWhatIsBeingWrittenIsNone() throws IOException {
    events().write("two", "second");
    events().write("one", "first");
    Files.writeString(folder.resolve(".three.json.0"), "half");
    Files.writeString(folder.resolve("notes.txt"), "not ours");
    assertThat(events().names()).containsExactly("one", "two");
    assertThat(events().read("two")).isEqualTo("second");
    assertThat(events().place("two")).endsWith(folder.resolve("two.json").toString());
  }

  @Test
  void whatIsThereAndCannotBeReadIsSaid() throws IOException {
    Files.createDirectories(folder.resolve("one.json"));
    assertThatThrownBy(() -> events().read("one"))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("one.json cannot be read");
  }
}
