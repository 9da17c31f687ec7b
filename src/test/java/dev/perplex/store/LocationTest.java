package dev.perplex.store;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
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

  /** Hadoop would start a process for each file to set its mode. */
  @Test
  void aLocalFileIsWrittenWithoutAProcess(@TempDir Path folder) throws Exception {
    Location file = Location.of(folder.resolve("ours").toString(), new Configuration());
    Location hadoops = Location.of(folder.resolve("hadoops").toString(), closed());
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      file.writeText("one");
      hadoops.writeText("another");
      recording.stop();
      Path events = folder.resolve("events.jfr");
      recording.dump(events);
      assertThat(RecordingFile.readAllEvents(events))
          .extracting(each -> each.getString("command"))
          .noneMatch(each -> each.contains(folder.resolve("ours").toString()))
          .anyMatch(each -> each.contains(folder.resolve("hadoops").toString()));
    }
    assertThat(file.readText()).isEqualTo("one");
  }

  /** A mode that somebody asks of Hadoop is given. */
  @Test
  void aLocalFileHasTheModeThatHadoopIsSetTo(@TempDir Path folder) throws Exception {
    Location.of(folder.resolve("a").toString(), closed()).writeBytes(new byte[1]);
    assertThat(Files.getPosixFilePermissions(folder.resolve("a")))
        .containsExactlyInAnyOrder(OWNER_READ, OWNER_WRITE);
  }

  private static Configuration closed() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.permissions.umask-mode", "077");
    hadoop.set("fs.file.impl.disable.cache", "true"); // others' has their settings
    return hadoop;
  }

  @Test
  void whatWasFlushedIntoALocalFileIsSeen(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("events");
    try (OutputStream out = Location.of(path.toString(), new Configuration()).create()) {
      out.write('a');
      assertThat(((StreamCapabilities) out).hasCapability(StreamCapabilities.HSYNC)).isTrue();
      ((Syncable) out).hflush();
      assertThat(path).hasContent("a");
      out.write('b');
      ((Syncable) out).hsync();
      assertThat(path).hasContent("ab");
    }
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
