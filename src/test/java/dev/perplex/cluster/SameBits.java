package dev.perplex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.job.Workplace;
import dev.perplex.provenance.Stage;
import dev.perplex.store.PartFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a pipeline makes in one JVM on local disk; whatever it runs on, it makes the same bits. */
final class SameBits {
  /** Over the workplace's settings: the packed model is tried, and training is shorter. */
  static final List<String> SETTINGS =
      List.of("--set", "promote.quality.check-documents=4", "--set", "train.epochs=1");

  /** They tell how fast the model was trained. */
  private static final Set<String> TIMED = Set.of("training.json", "report.json");

  private static Workplace local;

  private SameBits() {}

  /** The workplace where it was made once, for the tests of all clusters. */
  static synchronized Workplace local() {
    if (local == null) {
      Workplace place = Workplace.small(folder("local"));
      Ended ended = Commands.run(place.command("pipeline", SETTINGS.toArray(String[]::new)));
      assertThat(ended.code()).as(ended.err()).isZero();
      local = place;
    }
    return local;
  }

  /** An empty folder below target, where logs stay to be read. */
  static Path folder(String name) {
    Path folder = Path.of("target", "clusters", name).toAbsolutePath();
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          files.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        }
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That a workplace, whose storage lies on this machine, has the same artefacts. */
  static void check(Workplace place, List<Stage> stages) {
    for (Stage stage : stages) {
      assertThat(files(place, stage))
          .as(stage.label())
          .isNotEmpty()
          .isEqualTo(files(local(), stage));
    }
  }

  private static Map<String, String> files(Workplace place, Stage stage) {
    Map<String, String> files = new TreeMap<>();
    for (PartFile file : place.artefact(stage).manifest().files()) {
      if (!TIMED.contains(file.name())) {
        files.put(file.name(), file.sha256());
      }
    }
    return files;
  }
}
