package dev.perplex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
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

  /** Whoever sends a manifest must not learn that, or from where, it was read. */
  @Test
  void nothingIsIncludedByAddress() throws IOException {
    Path file = folder.resolve("including.conf");
    for (String address :
        List.of("url(\"http://127.0.0.1:9/a.conf\")", "\"HTTP://127.0.0.1:9/a.conf\"")) {
      Files.writeString(file, "include " + address + "\nrun.pipeline = a\n");
      assertThatThrownBy(() -> Settings.load(List.of(file), List.of(), Variables.NONE))
          .isInstanceOf(PerplexException.class)
          .hasMessageContaining("127.0.0.1:9/a.conf, and nothing is read by address");
    }
    Files.writeString(folder.resolve("beside.conf"), "run.pipeline = beside");
    for (String form :
        List.of("\"beside.conf\"", "file(\"" + folder.resolve("beside.conf") + "\")")) {
      Files.writeString(file, "include " + form);
      Settings settings = Settings.load(List.of(file), List.of(), Variables.NONE);
      assertThat(settings.values("run").get("run.pipeline")).isEqualTo("beside");
    }
  }

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
