package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Faults;
import dev.perplex.store.Faults.Kind;
import dev.perplex.store.FlakyFiles;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Commands on storage that fails. A trial runs one command with a fault, looks at what it left, and
 * runs it again, plainly: that has to end well, and with the bits of a run that nothing disturbed.
 */
final class StorageTrials {
  /** Seconds of a lease that its owner could not give back, for the run that comes after it. */
  private static final String[] SMALL = {
    "--set", "run.lease.seconds=1",
    "--set", "run.lease.heartbeat-seconds=0.3",
    "--set", "word2vec.epochs=1",
    "--set", "word2vec.rounds-per-epoch=2",
    "--set", "train.epochs=1",
    "--set", "train.segment-tokens=400",
    "--set", "report.map.iterations=250",
  };

  /** Files that state how long something took, or the checksum of one that does. */
  private static final Set<String> TIMED = Set.of("train/training.json", "report/report.json");

  private static final String TIMES =
      "\"(tokens-per-second|seconds|averaging-share)\"\\s*:\\s*[0-9.E-]+"
          + "|\"train\"\\s*:\\s*\"[0-9a-f]{64}\"";

  private final Workplace place;
  private final Path snapshots;
  private final Map<Stage, Map<String, String>> whole = new EnumMap<>(Stage.class);
  private final long events; // of the registry

  /** Makes each stage once without a fault, and keeps what lies on storage before it. */
  StorageTrials(Path folder) {
    FlakyFiles.register();
    Faults.none();
    place = new Workplace(folder);
    place.write("text.txt", String.join("\n", SmallText.lines(150, 5)) + "\n");
    place.manifest("sources = [ { path = \"" + folder.resolve("text.txt") + "\" } ]");
    snapshots = folder.resolve("snapshots");
    create(place.storage());
    for (Stage stage : Stage.values()) {
      copy(place.storage(), snapshots.resolve(stage.label()));
      Ended ended = run(stage.label());
      assertThat(ended.code()).as(ended.err()).isZero();
      whole.put(stage, bits(stage, place.artefact(stage)));
    }
    events = registryEvents();
  }

  private String[] command(String name) {
    List<String> all = new ArrayList<>(List.of(place.command(name, SMALL)));
    all.add("--set");
    all.add("storage.root=" + FlakyFiles.uri(FlakyFiles.DISK, place.storage()));
    return all.toArray(String[]::new);
  }

  private Ended run(String command) {
    return Commands.run(command(command));
  }

  private static Stage stage(String command) {
    return Stage.valueOf(command.toUpperCase(Locale.ROOT));
  }

  /** A command's first stage: what lies on storage before it is what the stages before made. */
  private void restore(String command) {
    Stage first = command.equals("pipeline") ? Stage.PREPARE : stage(command);
    delete(place.storage());
    copy(snapshots.resolve(first.label()), place.storage());
  }

  /** Calls of a command that nothing disturbs. */
  long calls(String command, Kind kind) {
    restore(command);
    Faults counted = Faults.counted(kind);
    Ended ended = run(command);
    Faults.none();
    assertThat(ended.code()).as(ended.err()).isZero();
    return counted.calls();
  }

  /** Bytes that a command writes. */
  long bytes(String command) {
    restore(command);
    Faults counted = Faults.full(Long.MAX_VALUE);
    assertThat(run(command).code()).isZero();
    Faults.none();
    return counted.written();
  }

  /**
   * What a trial came to.
   *
   * @param hit what failed; null where the command was done before that
   * @param code of the command that was disturbed
   * @param error what it said, one line or nothing
   */
  record Trial(String hit, int code, String error) {}

  /**
   * Disturbs a command, looks, and runs it again.
   *
   * @throws AssertionError where something damaged passes for good, or the second run does not end
   *     well and with the right bits
   */
  Trial disturbed(String command, Kind kind, long at) {
    restore(command);
    return looked(command, Faults.at(kind, at));
  }

  /** The same on a disk that has room for some bytes. */
  Trial full(String command, long room) {
    restore(command);
    return looked(command, Faults.full(room));
  }

  private Trial looked(String command, Faults faults) {
    List<Map<?, ?>> before = results();
    Ended first = run(command);
    Faults.none();
    String as = command + ": " + faults.hit() + ": " + first.err();
    if (first.code() == 0) {
      assertThat(first.err()).as(as).isEmpty();
    } else {
      assertThat(first.code()).as(as).isIn(1, 2);
      assertThat(first.err()).as(as).startsWith("perplex: ").endsWith("\n").hasLineCount(1);
    }
    wholeOrAbsent(as);
    List<Map<?, ?>> results = results();
    boolean saysDone = results.stream().anyMatch(each -> "done".equals(each.get("verdict")));
    if (first.code() == 0 || saysDone && !results.equals(before)) {
      made(command, as);
    }

    Ended again = run(command);
    assertThat(again.code()).as(as + "\nagain: " + again.err()).isZero();
    assertThat(again.err()).as(as).isEmpty();
    wholeOrAbsent(as);
    made(command, as);
    return new Trial(faults.hit(), first.code(), first.err().strip());
  }

  private List<Map<?, ?>> results() {
    List<Map<?, ?>> results = new ArrayList<>();
    place.stored("result.json").forEach(file -> results.add(Workplace.json(file)));
    return results;
  }

  /** That every artefact that a reader would find is the right one to the last bit. */
  private void wholeOrAbsent(String as) {
    for (Stage stage : Stage.values()) {
      for (Artefact artefact : place.artefacts(stage)) {
        assertThat(bits(stage, artefact)).as(stage + " after " + as).isEqualTo(whole.get(stage));
      }
    }
  }

  private void made(String command, String as) {
    Set<Stage> stages =
        command.equals("pipeline") ? EnumSet.allOf(Stage.class) : Set.of(stage(command));
    for (Stage stage : stages) {
      assertThat(place.artefacts(stage)).as(stage + " after " + as).hasSize(1);
    }
    if (stages.contains(Stage.PROMOTE)) {
      assertThat(registryEvents()).as(as).isEqualTo(events);
    }
    if (stages.contains(Stage.REPORT)) {
      assertThat(place.stored("index.html")).as(as).isNotEmpty();
    }
  }

  private long registryEvents() {
    try (Stream<Path> files = Files.walk(place.storage().resolve("registry"))) {
      return files.filter(file -> file.toString().matches(".*/events/[^./]+\\.json")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Checksums of what lies on storage, and not of what the manifest says, by name. */
  static Map<String, String> bits(Stage stage, Artefact artefact) {
    Map<String, String> bits = new TreeMap<>();
    for (PartFile file : artefact.manifest().files()) {
      String sha256 = Fingerprint.sha256(bytes(artefact.location(file)));
      assertThat(sha256).as("%s of %s", file.path(), artefact.folder()).isEqualTo(file.sha256());
      bits.put(
          file.name(),
          TIMED.contains(stage + "/" + file.name())
              ? artefact.readText(file.name()).replaceAll(TIMES, "")
              : sha256);
    }
    return bits;
  }

  private static byte[] bytes(Location location) {
    try (var in = location.open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
