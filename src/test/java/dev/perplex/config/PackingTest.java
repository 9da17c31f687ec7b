package dev.perplex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.text.CorpusManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackingTest {
  @TempDir Path folder;

  private Settings settings(String corpus) throws IOException {
    Path manifest = Files.writeString(folder.resolve("corpus.conf"), corpus);
    Path file =
        Files.writeString(
            folder.resolve("my.conf"),
            "prepare.corpus = \"%s\"\nword2vec { sample = 1e-5, rate = 1 }\nvocab.min-count = 3.0"
                .formatted(manifest));
    return Settings.load(
        List.of(file), List.of("report.neighbours=[\"ä b\", c]", "run.date=\"2026-11-30\""));
  }

  private static final String CORPUS =
      "name = some\nsources = [ { path = ${HOME}\"/a b.txt\" }, { path = \"hdfs:///x\" } ]";

  /** The other side has no file, and another environment. */
  @Test
  void whatIsUnpackedIsWhatWasPacked() throws IOException {
    Settings before = settings(CORPUS);
    CorpusManifest manifest = before.corpus(CorpusManifest.class);
    String word = Packing.pack(before);
    assertThat(word).matches("[A-Za-z0-9_-]+").hasSizeLessThan(8000);
    Files.delete(folder.resolve("corpus.conf"));

    Settings after = Packing.unpack(word);
    for (String block : List.of("run", "storage", "prepare", "vocab", "word2vec", "report")) {
      assertThat(after.values(block)).as(block).isEqualTo(before.values(block));
    }
    assertThat(after.corpus(CorpusManifest.class)).isEqualTo(manifest);
    assertThat(manifest.sources().get(0).path()).isEqualTo(System.getenv("HOME") + "/a b.txt");
    assertThat(Packing.pack(after)).as("packed once more").isEqualTo(word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "word", "H4sIAAAAAAAA", "=!"})
  void whatIsNoneIsRefused(String word) {
    refused(() -> Packing.unpack(word), "The packed settings cannot be read: ");
  }

  @Test
  void oneThatIsCutShortIsRefused() throws IOException {
    String word = Packing.pack(settings(CORPUS));
    refused(
        () -> Packing.unpack(word.substring(0, word.length() / 2)),
        "Submit with jobs/submit, which packs them, and the same jar on both sides.");
  }

  @Test
  void whatACommandLineCannotCarryIsRefusedBeforeItIsSubmitted() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder sources = new StringBuilder("name = many\nsources = [\n");
    for (int i = 0; i < 10_000; i++) {
      sources.append("{ path = \"/").append(Long.toHexString(random.nextLong())).append("\" }\n");
    }
    Settings settings = settings(sources.append("]").toString());
    refused(() -> Packing.pack(settings), "characters of a command line, above 100,000.");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining(message);
  }
}
