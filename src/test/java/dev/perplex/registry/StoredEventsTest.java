package dev.perplex.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import dev.perplex.registry.EventStore.Shelf;
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
  void whatIsGoneIsNull() {
    events().write(Shelf.CLAIMS, "one", "text");
    assertThat(events().read(Shelf.CLAIMS, "one")).isEqualTo("text");
    events().delete(Shelf.CLAIMS, "one");
    assertThat(events().read(Shelf.CLAIMS, "one")).isNull();
  }

  @Test
  void whatIsThereAndCannotBeReadIsSaid() throws IOException {
    Files.createDirectories(folder.resolve("claims/one.json"));
    assertThatThrownBy(() -> events().read(Shelf.CLAIMS, "one"))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("one.json cannot be read");
  }
}
