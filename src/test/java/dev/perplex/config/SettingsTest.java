package dev.perplex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.VocabSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static VocabSettings vocab(Settings settings) {
    return settings.block("vocab", VocabSettings.class);
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PerplexException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(e.getMessage()).contains(message);
            });
  }

  @Test
  void defaultsStandInReferenceConf() {
    assertThat(vocab(Settings.load(List.of(), List.of()))).isEqualTo(new VocabSettings(2, 10000));
  }

  @Test
  void laterFilesAndTheCommandLineWin() throws IOException {
    Path first = file("first.conf", "vocab { min-count = 3, max-size = 100 }");
    Path second = file("second.conf", "vocab.min-count = 4");
    Settings settings = Settings.load(List.of(first, second), List.of("vocab.max-size=200"));
    assertThat(vocab(settings)).isEqualTo(new VocabSettings(4, 200));
  }

  @Test
  void everyValueTellsWhereItWasSet() throws IOException {
    Path file = file("my.conf", "vocab.min-count = 4");
    Settings settings = Settings.load(List.of(file), List.of("vocab.max-size=200"));
    assertThat(origin(settings, "vocab.min-count")).contains("my.conf: 1");
    assertThat(origin(settings, "vocab.max-size")).contains("--set");
    assertThat(origin(settings, "word2vec.window")).isEqualTo("default");
  }

  private static String origin(Settings settings, String key) {
    return settings.effective().stream()
        .filter(each -> each.key().equals(key))
        .findFirst()
        .orElseThrow()
        .origin();
  }

  @Test
  void anUnknownKeyNamesTheNearest() throws IOException {
    assertRefused(
        () -> Settings.load(List.of(), List.of("vocab.min-cuont=3")),
        "vocab.min-cuont is not a known setting (--set: 1). Did you mean vocab.min-count?");
    Path file = file("my.conf", "\nwordvec.window = 3");
    assertRefused(() -> Settings.load(List.of(file), List.of()), "Did you mean word2vec.window?");
  }

  @Test
  void aValueOutOfRangeNamesKeyBoundAndWayOut() {
    Settings settings = Settings.load(List.of(), List.of("vocab.min-count=0"));
    assertRefused(
        () -> vocab(settings),
        "vocab.min-count = 0 is below 1. Set vocab.min-count in conf/perplex.conf or pass --set"
            + " vocab.min-count=2.");
  }

  @Test
  void aValueOfAnotherTypeIsRefused() {
    assertRefused(
        () -> vocab(Settings.load(List.of(), List.of("vocab.min-count=few"))),
        "vocab.min-count = few is not a whole number.");
    assertRefused(
        () -> vocab(Settings.load(List.of(), List.of("vocab.min-count=1.5"))),
        "vocab.min-count = 1.5 is not a whole number.");
    assertRefused(
        () -> vocab(Settings.load(List.of(), List.of("vocab.min-count=9000000000"))),
        "is not a whole number.");
  }

  @Test
  void equalNumbersAreEqualValuesHoweverTheyAreWritten() {
    for (String[] pair :
        List.of(
            new String[] {"word2vec.window=7", "word2vec.window=7.0"},
            new String[] {"word2vec.seed=1000000", "word2vec.seed=1e6"},
            new String[] {"word2vec.rate=1", "word2vec.rate=1.0"},
            new String[] {"word2vec.sample=0.0001", "word2vec.sample=1e-4"})) {
      Settings one = Settings.load(List.of(), List.of(pair[0]));
      Settings other = Settings.load(List.of(), List.of(pair[1]));
      assertThat(Json.line(other.values("word2vec"))).isEqualTo(Json.line(one.values("word2vec")));
    }
    Settings settings = Settings.load(List.of(), List.of("word2vec.window=7.5", "run.pipeline=7"));
    assertThat(settings.values("word2vec")).containsEntry("word2vec.window", 7.5);
    assertThat(settings.values("run")).containsEntry("run.pipeline", 7);
  }

  @Test
  void anAssignmentWithoutAnEqualsSignIsRefused() {
    assertRefused(() -> Settings.load(List.of(), List.of("vocab")), "is not of the form key=value");
  }

  @Test
  void aMissingFileAndAMissingVariableAreRefused() throws IOException {
    assertRefused(
        () -> Settings.load(List.of(folder.resolve("none.conf")), List.of()), "cannot be read");
    Path file = file("my.conf", "storage.root = ${NO_SUCH_VARIABLE_HERE}");
    assertRefused(() -> Settings.load(List.of(file), List.of()), "NO_SUCH_VARIABLE_HERE");
    Path broken = file("broken.conf", "storage { root = ");
    assertRefused(() -> Settings.load(List.of(broken), List.of()), "broken.conf");
  }

  @Test
  void editDistanceCountsInsertionsDeletionsAndReplacements() {
    assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Spelling.distance("", "abc")).isEqualTo(3);
    assertThat(Spelling.distance("abc", "abc")).isZero();
  }

  @Test
  void valuesWithColonsAreTakenAsTheyStand() {
    Settings settings =
        Settings.load(List.of(), List.of("storage.root=hdfs://namenode:9000/perplex"));
    assertThat(settings.values("storage"))
        .containsEntry("storage.root", "hdfs://namenode:9000/perplex");
  }
}
