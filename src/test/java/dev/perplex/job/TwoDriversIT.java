package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.job.Drivers.Driver;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run in two processes: at once, and one after the other was taken for dead. */
class TwoDriversIT {
  @TempDir Path folder;

  @RepeatedTest(2)
  void ofTwoThatStartTogetherOneMakesTheRun() throws Exception {
    TwoDrivers.run(Workplace.small(folder), "prepare").check(1);
  }

  @Test
  void orTheOtherWaitsAndFindsItDone() throws Exception {
    TwoDrivers both =
        TwoDrivers.run(Workplace.small(folder), "prepare", "--set", "run.lease.on-live=wait");
    both.check(1);
    assertThat(both.codes()).containsOnly(0);
    assertThat(both.said()).anyMatch(text -> text.contains("prepare   skipped: "));
  }

  /** Two runs, one of which waits for the other's artefact. */
  @Test
  void anArtefactThatAnotherRunIsMakingIsWaitedForToo() throws Exception {
    Workplace place = Workplace.small(folder);
    String[] wait = {"--set", "run.lease.on-live=wait"};
    String[] other = {"--set", "run.lease.on-live=wait", "--set", "train.epochs=2"};
    try (Driver first = Drivers.start(place, "prepare", wait);
        Driver second = Drivers.start(place, "prepare", other)) {
      assertThat(List.of(first.code(), second.code())).containsOnly(0);
      assertThat(first.text() + second.text())
          .containsOnlyOnce("started (")
          .containsOnlyOnce("skipped: ");
    }
    assertThat(place.stored("result.json")).hasSize(2);
    assertThat(place.manifests()).hasSize(1);
  }

  /** It is stopped amid its rounds, another ends its work, and it goes on. */
  @Test
  void aDriverThatWakesAfterItWasTakenOverPublishesNothing() throws Exception {
    Workplace place = Workplace.small(folder);
    for (Stage stage : List.of(Stage.PREPARE, Stage.TOKENIZE, Stage.VOCAB)) {
      assertThat(Commands.run(place.command(stage.label())).code()).isZero();
    }
    String[] longer = {"--set", "word2vec.epochs=60"};
    try (Driver old = Drivers.start(place, "word2vec", longer)) {
      old.until(() -> place.holds("state-0*[1-9]\\d*\\.json"));
      old.signal("STOP");
      Ended next = Commands.run(place.command("word2vec", longer));
      assertThat(next.code()).as(next.err()).isZero();
      assertThat(next.out()).containsPattern("word2vec +going on after round \\d+ of 180");
      Map<String, String> before = published(place);

      old.signal("CONT");
      assertThat(old.code()).as(old.text()).isEqualTo(30);
      assertThat(TwoDrivers.errors(old.text())).as(old.text()).hasSize(1);
      assertThat(TwoDrivers.errors(old.text()).get(0))
          .contains("was taken over by another driver")
          .contains("publishes nothing more");
      assertThat(published(place)).isEqualTo(before);
      assertThat(before.keySet()).noneMatch(path -> path.matches(".*\\.(beat|claim)"));
      assertThat(place.artefacts(Stage.WORD2VEC)).hasSize(1);
    }
    Ended again = Commands.run(place.command("word2vec", longer));
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("word2vec  skipped: ");
  }

  /** As Ctrl-C and a scheduler that kills ask it. */
  @Test
  void aDriverThatIsAskedToEndGivesItsLeasesBack() throws Exception {
    Workplace place = Workplace.small(folder);
    for (Stage stage : List.of(Stage.PREPARE, Stage.TOKENIZE, Stage.VOCAB)) {
      assertThat(Commands.run(place.command(stage.label())).code()).isZero();
    }
    try (Driver driver = Drivers.start(place, "word2vec", "--set", "word2vec.epochs=2000")) {
      driver.until(() -> place.holds("state-0*[1-9]\\d*\\.json"));
      assertThat(place.stored("00000001.released"))
          .as("of three artefacts; the other run's is its third")
          .hasSize(3);
      driver.signal("TERM");
      assertThat(driver.code()).isNotZero();
    }
    assertThat(published(place).keySet())
        .noneMatch(path -> path.matches(".*\\.(beat|claim)"))
        .anyMatch(path -> path.matches("runs/.*/lease/00000001.released"));
    assertThat(place.artefacts(Stage.WORD2VEC)).isEmpty();
  }

  /** What anybody reads: not the parts that nobody names, and not a driver's own event file. */
  private static Map<String, String> published(Workplace place) {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(place.storage())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = place.storage().relativize(file).toString();
        if (!path.matches(".*/rounds/epoch-\\d+/round-\\d+/.*|.*/events/.*")) {
          content.put(path, Fingerprint.sha256(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return content;
  }
}
