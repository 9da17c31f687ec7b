package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands.Ended;
import dev.perplex.config.Settings;
import dev.perplex.job.Run;
import dev.perplex.job.Workplace;
import dev.perplex.provenance.Json;
import dev.perplex.store.Location;
import dev.perplex.store.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs ask: the run by its settings, and its result as JSON. */
class StatusCommandTest {
  @TempDir Path folder;
  private Workplace place;
  private String id;
  private RunFolder run;

  @BeforeEach
  void aRun() {
    place = Workplace.small(folder);
    id = Run.id(Settings.load(List.of(place.settings()), List.of("run.date=\"2026-11-21\"")));
    run = RunFolder.of(Location.of(place.storage().toString(), new Configuration()), id);
  }

  private Ended status(String... more) {
    return Commands.run(place.command("status", more));
  }

  @Test
  void theRunIsFoundByItsSettings() {
    run.writeRun(Map.of("id", id, "started", "then", "submission", "a"));
    Ended running = status("--this", "--json", "--date", "2026-11-21");
    assertThat(running.code()).as(running.err()).isZero();
    assertThat(Json.read(running.out(), Map.class))
        .isEqualTo(Map.of("run", id, "state", "stopped", "submission", "a"));

    run.writeResult(Map.of("verdict", "not-promoted", "exit-code", 10, "report", "there"));
    Ended ended = status("--this", "--json", "--date", "2026-11-21");
    assertThat(Json.read(ended.out(), Map.class))
        .isEqualTo(
            Map.of(
                "run", id,
                "state", "ended",
                "verdict", "not-promoted",
                "exit-code", 10,
                "report", "there"));
    assertThat(status(id, "--json").out()).isEqualTo(ended.out());
    assertThat(status("--json").out()).isEqualTo(ended.out());
    assertThat(status("--this", "--date", "2026-11-21").out()).contains("not-promoted");
  }

  @Test
  void aResultOfAnotherSubmissionIsNoAnswer() {
    run.writeRun(Map.of("id", id, "started", "then", "submission", "a"));
    String[] mine = {"--this", "--json", "--date", "2026-11-21", "--set", "run.submission=a"};
    assertThat(status(mine).code()).isZero();
    mine[5] = "run.submission=b";
    Ended other = status(mine);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.out()).isEmpty();
    assertThat(other.err())
        .isEqualTo(
            "perplex: The run "
                + id
                + " was submitted last as run.submission = \"a\", not as \"b\". Submit it again,"
                + " or ask without run.submission.\n");
  }

  @Test
  void whatFitsNothingIsRefused() {
    assertThat(status("--this", "--date", "2026-11-21").err())
        .startsWith("perplex: There is no run " + id + " in ");
    assertThat(status(id, "--this").err()).contains("--this and RUN both name a run");
    assertThat(status(id, "--json", "--follow").err()).contains("--json tells a state");
  }

  @Test
  void aDamagedResultIsToldAsJsonToo() {
    run.writeRun(Map.of("id", id, "started", "then"));
    place.write("storage/runs/" + id + "/result.json", "{ half");
    Map<?, ?> told = Json.read(status(id, "--json").out(), Map.class);
    assertThat(told.get("state")).isEqualTo("damaged");
    assertThat(told.get("error").toString()).contains("is not JSON");
  }
}
