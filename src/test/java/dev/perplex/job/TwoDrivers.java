package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.job.Drivers.Driver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two drivers of one run that were started together.
 *
 * @param codes how they ended
 */
record TwoDrivers(Workplace place, List<Integer> codes, List<String> said) {

  static TwoDrivers run(Workplace place, String command, String... settings) throws Exception {
    try (Driver first = Drivers.start(place, command, settings);
        Driver second = Drivers.start(place, command, settings)) {
      List<Integer> codes = List.of(first.code(), second.code());
      return new TwoDrivers(place, codes, List.of(first.text(), second.text()));
    }
  }

  /** That each artefact was made once, by one writer, and that the codes say so. */
  void check(int artefacts) {
    assertThat(codes).as(String.join("\n----\n", said)).contains(0).isSubsetOf(0, 30);
    for (int i = 0; i < 2; i++) {
      if (codes.get(i) == 30) {
        assertThat(errors(said.get(i))).hasSize(1);
        assertThat(errors(said.get(i)).get(0))
            .startsWith("perplex: the run small-")
            .contains("is being made by another driver, which is alive");
        assertThat(said.get(i)).doesNotContain("started (");
      } else {
        assertThat(errors(said.get(i))).isEmpty();
      }
    }
    assertThat(place.manifests()).hasSize(artefacts);
    for (Path manifest : place.manifests()) {
      assertThat(attempts(manifest.getParent())).as(manifest.toString()).hasSize(1);
      assertThat(names(manifest.resolveSibling("lease"))).containsExactly("00000001.released");
    }
    assertThat(said.stream().mapToLong(text -> occurrences(text, "started (")).sum())
        .isEqualTo(artefacts);
    Path result = place.stored("result.json").get(0);
    assertThat(Workplace.json(result).get("verdict")).isEqualTo("done");
    assertThat(names(result.resolveSibling("lease"))).hasSize(1);
    assertThat(names(result.resolveSibling("events")))
        .hasSize((int) codes.stream().filter(code -> code == 0).count());
  }

  static List<String> errors(String said) {
    return said.lines().filter(line -> line.startsWith("perplex: ")).toList();
  }

  private static long occurrences(String text, String part) {
    return text.lines().filter(line -> line.contains(part)).count();
  }

  private static List<String> attempts(Path artefact) {
    return names(artefact).stream().filter(name -> name.matches("2\\d{7}T.*")).toList();
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
