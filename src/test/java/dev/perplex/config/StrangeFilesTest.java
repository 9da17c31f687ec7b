package dev.perplex.config;

import dev.perplex.strangers.StrangeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration files of strangers. */
class StrangeFilesTest {
  @TempDir Path folder;

  @Test
  void configurationsAreReadOrRefused() throws IOException {
    Path file = folder.resolve("strange.conf");
    Variables variables = Variables.of(List.of("PERPLEX_HOME=/perplex"));
    StrangeFiles.meet(
        "HOCON",
        bytes -> {
          Files.write(file, bytes);
          Settings.load(List.of(file), List.of(), variables).effective();
        },
        """
        word2vec { window = 5, workers = 2, rate = 0.025 } # rates
        run.pipeline = "a-name"
        train { model.layers = 2, epochs = [ ], rate = ${?HOME} }
        """
            .replace("epochs = [ ], ", "")
            .getBytes(StandardCharsets.UTF_8),
        Files.readAllBytes(Path.of("conf/perplex.conf")));
  }
}
