package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventReaderTest {
  @TempDir Path root;
  private Path events;
  private EventReader reader;

  @BeforeEach
  void open() throws IOException {
    events = Files.createDirectories(root.resolve("runs/r/events"));
    reader = RunFolder.of(Location.of(root.toString(), new Configuration()), "r").follow();
  }

  private void append(String file, String text) throws IOException {
    Files.write(
        events.resolve(file),
        text.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private List<String> more() {
    return reader.more().stream().map(each -> String.valueOf(each.get("n"))).toList();
  }

  @Test
  void eachEventComesOnce() throws IOException {
    assertThat(more()).isEmpty();
    append("1.jsonl", "{\"n\":1}\n{\"n\":2}\n");
    assertThat(more()).containsExactly("1", "2");
    assertThat(more()).isEmpty();
    append("1.jsonl", "{\"n\":3}\n");
    append("2.jsonl", "{\"n\":\"zwölf\"}\n");
    assertThat(more()).containsExactly("3", "zwölf");
    append("2.jsonl", "{\"n\":5}\n");
    assertThat(more()).containsExactly("5");
  }

  /** A day's run on an object store has thousands of them, and is looked at each second. */
  @Test
  void filesBeforeTheNewestAreOpenedNoMore() throws IOException {
    append("1.jsonl", "{\"n\":1}\n");
    append("2.jsonl", "{\"n\":2}\n");
    assertThat(more()).containsExactly("1", "2");
    Files.delete(events.resolve("1.jsonl"));
    Files.createDirectory(events.resolve("1.jsonl")); // cannot be opened
    append("2.jsonl", "{\"n\":3}\n");
    append("3.jsonl", "{\"n\":4}\n");
    assertThat(more()).containsExactly("3", "4");
  }

  @Test
  void aLineThatIsBeingWrittenComesWhenItIsWhole() throws IOException {
    append("1.jsonl", "{\"n\":1}\n{\"n\"");
    assertThat(more()).containsExactly("1");
    append("1.jsonl", ":2}\n");
    assertThat(more()).containsExactly("2");
  }

  @Test
  void aDamagedLineHidesNoOther() throws IOException {
    append("1.jsonl", "{\"n\":1}\n{\"n\"\n\n{\"n\":3}\n");
    append(".2.jsonl.tmp", "{\"n\":4}\n");
    assertThat(more()).containsExactly("1", "3");
  }
}
