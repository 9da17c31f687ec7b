package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.word2vec.WordVectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** {@code word2vec} run as a user does, over all words of a text, and what it leaves. */
final class Word2vecRuns {
  static final int USAGE = 2;
  static final int DATA_REFUSED = 20;

  private Word2vecRuns() {}

  /** A workplace with a vocabulary of these lines. The folder is there. */
  static Workplace prepared(Path folder, List<String> lines) {
    Workplace prepared = Workplace.small(folder);
    prepared.write("text.txt", String.join("\n", lines) + "\n");
    for (Stage stage : List.of(Stage.PREPARE, Stage.TOKENIZE, Stage.VOCAB)) {
      made(Commands.run(prepared.command(stage.label(), "--set", "vocab.max-size=0")));
    }
    return prepared;
  }

  static Ended word2vec(Workplace where, String... settings) {
    return on("local[2]", where, "word2vec", settings);
  }

  static Ended on(String master, Workplace where, String command, String... settings) {
    List<String> more = new ArrayList<>(List.of("--set", "vocab.max-size=0"));
    for (String setting : settings) {
      more.addAll(setting.startsWith("--") ? List.of(setting) : List.of("--set", setting));
    }
    return Commands.on(master, where.command(command, more.toArray(String[]::new)));
  }

  static Ended made(Ended ended) {
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.failedTasks()).isZero();
    return ended;
  }

  static void refused(Ended ended, int code, String message) {
    assertThat(ended.err()).isEqualTo("perplex: " + message + "\n");
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.failedTasks()).as("no task is tried again").isZero();
  }

  /** The artefact that a command made or found. */
  static Artefact newest(Workplace where) {
    return where.artefacts(Stage.WORD2VEC).stream()
        .max((a, b) -> started(a).compareTo(started(b)))
        .orElseThrow();
  }

  private static String started(Artefact artefact) {
    return artefact.manifest().record().started();
  }

  static Path path(Artefact artefact, String name) {
    return Path.of(artefact.folder().toString(), artefact.manifest().attempt(), name);
  }

  static List<String> words(WordVectors vectors) {
    return IntStream.range(0, vectors.size()).mapToObj(vectors::word).toList();
  }

  static int id(WordVectors vectors, String word) {
    return words(vectors).indexOf(word);
  }
}
