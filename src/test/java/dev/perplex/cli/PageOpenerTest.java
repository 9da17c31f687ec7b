package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageOpenerTest {
  @Test
  void theDesktopsOpenerGetsThePage(@TempDir Path folder) throws Exception {
    Path opened = folder.resolve("opened");
    // A pipe: reading waits until the opener has written.
    assertThat(new ProcessBuilder("mkfifo", opened.toString()).start().waitFor()).isZero();
    opener(folder, "#!/bin/sh\necho \"$1\" > " + opened + "\n");
    String page = folder.resolve("a b.html").toString();
    assertThat(new PageOpener(Map.of("DISPLAY", ":0", "PATH", "/nowhere:" + folder)).open(page))
        .isEqualTo("opened    " + page);
    Process read = new ProcessBuilder("cat", opened.toString()).start();
    assertThat(read.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(new String(read.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(page + "\n");
  }

  private static void opener(Path folder, String script) throws IOException {
    Path file = Files.writeString(folder.resolve("xdg-open"), script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void withoutADesktopThePathIsSaid(@TempDir Path folder) throws IOException {
    opener(folder, "#!/bin/sh\nexit 1\n");
    for (Map<String, String> environment :
        List.of(
            Map.of("PATH", folder.toString()), // no display
            Map.of("DISPLAY", ":0", "PATH", folder.resolve("none").toString()))) { // no opener
      assertThat(new PageOpener(environment).open("/reports/r/index.html"))
          .isEqualTo(
              "There is no desktop here that opens pages. Open this one in a browser:"
                  + " /reports/r/index.html");
    }
  }

  @Test
  void aPageElsewhereIsNotOpened() {
    assertThat(new PageOpener(Map.of("DISPLAY", ":0")).open("hdfs://n/reports/r/index.html"))
        .isEqualTo(
            "The page is not on this machine. Copy it here to open it: hadoop fs -get"
                + " hdfs://n/reports/r/index.html");
  }
}
