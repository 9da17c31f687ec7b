package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands.Ended;
import dev.perplex.job.Workplace;
import dev.perplex.provenance.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusCommandTest {
  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void manifest() {
    place = new Workplace(folder);
    place.manifest(
        "sources = [ { path = ${PERPLEX_CORPUS}\"/date=\"${PERPLEX_DATE}, split = train, marker ="
            + " _SUCCESS }, { path = ${PERPLEX_CORPUS}/test.txt, split = test } ]",
        "split.kind = own, duplicates = keep");
  }

  private Ended corpus(String... more) {
    List<String> all =
        new java.util.ArrayList<>(
            List.of(place.command("corpus", "--variable", "PERPLEX_CORPUS=" + folder)));
    all.addAll(List.of(more));
    return Commands.run(all.toArray(String[]::new));
  }

  @Test
  void aDayIsThereWhenItsMarkerIs() throws Exception {
    Path day = folder.resolve("date=2026-11-21");
    place.write("test.txt", "a b\n");
    Ended missing = corpus("--date", "2026-11-21");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err())
        .isEqualTo("perplex: The corpus small is not complete: " + day + " does not exist.\n");

    Files.createDirectories(day);
    Files.writeString(day.resolve("a.txt"), "text\n");
    Ended begun = corpus("--date", "2026-11-21", "--json");
    assertThat(begun.code()).isEqualTo(2);
    assertThat(begun.err()).isEmpty();
    Map<?, ?> told = Json.read(begun.out(), Map.class);
    assertThat(told.get("ready")).isEqualTo(false);
    assertThat(((Map<?, ?>) ((List<?>) told.get("sources")).get(0)).get("missing"))
        .isEqualTo(day + "/_SUCCESS");

    Files.writeString(day.resolve("_SUCCESS"), "");
    Ended ready = corpus("--date", "2026-11-21");
    assertThat(ready.code()).as(ready.err()).isZero();
    assertThat(ready.out())
        .isEqualTo(day + ": 1 files, 5 bytes\n" + folder + "/test.txt: 1 files, 4 bytes\n");
    assertThat(Json.read(corpus("--date", "2026-11-21", "--json").out(), Map.class).get("ready"))
        .isEqualTo(true);
    assertThat(corpus("--date", "2026-11-22").code()).isEqualTo(2);
  }

  @Test
  void aDateThatIsNoneAndAVariableThatIsMissingAreNamed() {
    assertThat(corpus("--date", "2026-02-30", "--json").err())
        .startsWith("perplex: run.date = 2026-02-30 is not a date like 2026-11-21.");
    assertThat(corpus("--json").err())
        .contains("uses a variable that is not set", "PERPLEX_DATE", "--variable NAME=VALUE");
  }
}
