package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands.Ended;
import dev.perplex.config.Packing;
import dev.perplex.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code jobs/submit} asks before it submits in cluster mode. */
class PackCommandTest {
  @TempDir Path folder;
  private String corpus;

  @BeforeEach
  void writeCorpus() throws IOException {
    Path file = folder.resolve("corpus.conf");
    Files.writeString(file, "name = some\nsources = [ { path = /x } ]");
    corpus = "prepare.corpus=" + file;
  }

  @Test
  void theSettingsOfACommandBecomeOneOption() {
    Ended ended =
        Commands.run("pack", "pipeline", "--force=vocab", "--set", corpus, "--set", "train.seed=7");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).matches("--packed=\\S+\n");
    Settings settings = Packing.unpack(ended.out().strip().substring("--packed=".length()));
    assertThat(settings.values("train")).containsEntry("train.seed", 7L);
  }

  @Test
  void whatIsWrongIsToldWithItsCode() {
    Ended value = Commands.run("pack", "vocab", "--set", corpus, "--set", "vocab.min-count=0");
    assertThat(value.code()).isEqualTo(2);
    assertThat(value.err()).startsWith("perplex: vocab.min-count = 0 is below 1.");
    Ended option = Commands.run("pack", "vocab", "--sett", "a=b");
    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err()).contains("--sett");
    Ended manifest = Commands.run("pack", "vocab", "--set", corpus + ".none");
    assertThat(manifest.code()).isEqualTo(2);
    assertThat(manifest.err()).contains("cannot be read. Give the path of a corpus manifest");
    Ended tool = Commands.run("pack", "status");
    assertThat(tool.code()).isEqualTo(2);
    assertThat(tool.err()).contains("status is no Spark application. Run jobs/perplex status.");
    assertThat(List.of(value, option, manifest, tool))
        .allSatisfy(e -> assertThat(e.out()).isEmpty());
  }

  @Test
  void helpIsPrinted() {
    Ended ended = Commands.run("pack", "vocab", "--help");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).startsWith("Usage: perplex vocab").doesNotContain("--packed");
  }
}
