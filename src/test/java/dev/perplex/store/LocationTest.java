package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationTest {
  @Test
  void aReplacedFileLeavesNothingBeside(@TempDir Path folder) {
    Location file = Location.of(folder.resolve("new/index.html").toString(), new Configuration());
    file.replaceBytes("one".getBytes(StandardCharsets.UTF_8));
    assertThat(file.readText()).isEqualTo("one");
    file.replaceBytes("another".getBytes(StandardCharsets.UTF_8));
    assertThat(file.readText()).isEqualTo("another");
    assertThat(folder.resolve("new").toFile().list()).containsExactly("index.html");
  }

  /** Whoever reads while others write, reads what one of them wrote, and all of it. */
  @Test
  void readersSeeWholeFilesOnly(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("page");
    Location file = Location.of(path.toString(), new Configuration());
    List<String> texts = List.of("a".repeat(300_000), "b".repeat(500_000));
    file.replaceBytes(texts.get(0).getBytes(StandardCharsets.UTF_8));
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (String text : texts) {
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 50; i++) {
                  file.replaceBytes(text.getBytes(StandardCharsets.UTF_8));
                }
              }));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
    do {
      assertThat(texts.contains(Files.readString(path))).isTrue();
    } while (!all.isDone());
    all.join();
  }
}
