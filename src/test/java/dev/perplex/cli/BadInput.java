package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands.Ended;
import dev.perplex.job.Workplace;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user gets for input that cannot be used: one line that names the thing, its value, the
 * bound and the way out; an exit code; nothing published.
 */
abstract class BadInput {
  static final int USAGE = 2;
  static final int REFUSED = 20;

  @TempDir Path folder;
  Workplace place;

  @BeforeEach
  void workplace() {
    place = new Workplace(folder);
  }

  Ended run(String command, String... more) {
    return Commands.run(place.command(command, more));
  }

  /** The corpus manifest with one source, the file of this name. */
  Path source(String name, String... more) {
    Path file = folder.resolve(name);
    String fields =
        Stream.concat(Stream.of("path = \"" + file + "\""), Stream.of(more))
            .collect(Collectors.joining(", "));
    place.manifest("sources = [ { " + fields + " } ]");
    return file;
  }

  void refused(Ended ended, int code, String... parts) {
    assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
    assertThat(ended.err()).startsWith("perplex: ").contains(parts);
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.failedTasks()).as("tasks that Spark would try again").isZero();
    assertThat(place.manifests()).isEmpty();
    for (Path result : place.stored("result.json")) {
      Map<?, ?> verdict = Workplace.json(result);
      assertThat(verdict.get("exit-code")).isEqualTo(code);
      assertThat(ended.err()).isEqualTo("perplex: " + verdict.get("error") + "\n");
    }
  }
}
