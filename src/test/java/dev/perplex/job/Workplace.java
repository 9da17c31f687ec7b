package dev.perplex.job;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Succession;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.store.TableReader;
import dev.perplex.store.Tables;
import dev.perplex.text.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A folder with all that a run needs: a corpus and its manifest, a storage root, and settings so
 * small that each stage takes seconds.
 */
public final class Workplace {
  /** Settings of a run that takes seconds; {@code train} makes some segments an epoch. */
  private static final String SMALL =
      """
      run { pipeline = small, lease { seconds = 3, heartbeat-seconds = 0.5 } }
      storage.root = "%s"
      prepare { corpus = "%s", range = 4096 }
      vocab { min-count = 1, max-size = 100 }
      word2vec {
        dimension = 8, window = 3, negatives = 3, sample = 0.01
        epochs = 2, workers = 2, rounds-per-epoch = 3
      }
      train {
        workers = 2, batch = 4, bptt = 8, epochs = 3, segment-tokens = 1000
        engine = fused, round-minibatches = 4, rate = 0.03
        model { layers = 1, hidden = 16, embedding = 8, embeddings = word2vec-tuned }
      }
      report {
        neighbours = [ban, that]
        pca-words = [ban dan, fan gan, baa daa, china beijing]
        map { words = 40, skip = 100, iterations = 300 }
      }
      promote {
        quality { max-ratio = 0, evidence = none, max-band-ratio = 0, max-vector-drop = 0, check-documents = 0 }
        data.action = off
      }
      """;

  private final Path folder;

  public Workplace(Path folder) {
    this.folder = folder;
    write("small.conf", SMALL.formatted(storage(), folder.resolve("corpus.conf")));
  }

  /** A workplace with {@link SmallText} of 400 lines, three of them blank, a document a line. */
  public static Workplace small(Path folder) {
    Workplace place = new Workplace(folder);
    place.write("text.txt", String.join("\n", text()) + "\n");
    place.manifest("sources = [ { path = \"" + folder.resolve("text.txt") + "\" } ]");
    return place;
  }

  /** The lines of {@link #small}. */
  static List<String> text() {
    List<String> lines = new ArrayList<>(SmallText.lines(397, 5));
    lines.add(100, "");
    lines.add(200, "  ");
    lines.add(300, "");
    return lines;
  }

  public Path folder() {
    return folder;
  }

  public Path storage() {
    return folder.resolve("storage");
  }

  public Path settings() {
    return folder.resolve("small.conf");
  }

  /** Writes the corpus manifest: these lines over a name and a split of a tenth each. */
  public void manifest(String... lines) {
    write(
        "corpus.conf",
        "name = small\nsplit { valid = 0.1, test = 0.1 }\n" + String.join("\n", lines) + "\n");
  }

  public Path write(String name, String text) {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  public Path write(String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A command with this workplace's settings; further arguments follow. */
  public String[] command(String name, String... more) {
    List<String> all = new ArrayList<>(List.of(name, "--config", settings().toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  /** Runs a tool on this workplace's storage. */
  public Ended tool(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.add("--set");
    all.add("storage.root=" + storage());
    return Commands.run(all.toArray(String[]::new));
  }

  /** The registry of this workplace's pipeline, as it is now. */
  public Succession registry() {
    return Registry.of(Location.of(storage().toString(), new Configuration()), "small").read();
  }

  /** The files with this name below the storage root. */
  public List<Path> stored(String name) {
    return storedLike(Pattern.quote(name));
  }

  /** The manifests of all finished artefacts. */
  public List<Path> manifests() {
    return storedLike("manifest-\\d+\\.json");
  }

  /** Whether a file with content has a name like this: there is a moment before it has any. */
  public boolean holds(String pattern) {
    try {
      return storedLike(pattern).stream().anyMatch(file -> file.toFile().length() > 0);
    } catch (UncheckedIOException e) {
      return false; // a file went while the folder was walked
    }
  }

  private List<Path> storedLike(String pattern) {
    if (!Files.exists(storage())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(storage())) {
      return files.filter(file -> file.getFileName().toString().matches(pattern)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All finished artefacts of a stage. */
  public List<Artefact> artefacts(Stage stage) {
    return manifests().stream()
        .map(Path::getParent)
        .filter(each -> each.startsWith(storage().resolve("artefacts").resolve(stage.label())))
        .map(each -> Artefact.open(Location.of(each.toString(), new Configuration())))
        .toList();
  }

  /** The one finished artefact of a stage. */
  public Artefact artefact(Stage stage) {
    List<Artefact> found = artefacts(stage);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " artefacts of " + stage + " in " + storage());
    }
    return found.get(0);
  }

  public static Map<?, ?> json(Path file) {
    return Json.read(text(file), Map.class);
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The texts of a split's documents, in order. */
  static List<String> documents(Artefact prepared, Split split) {
    List<String> texts = new ArrayList<>();
    for (PartFile part : prepared.files(split.label() + "/", Tables.PARQUET)) {
      try (TableReader rows = new TableReader(Tables.DOCUMENTS, prepared, part)) {
        rows.forEachRemaining(row -> texts.add((String) row[1]));
      }
    }
    return texts;
  }
}
