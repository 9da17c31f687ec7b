package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Corpora of odd shapes: of the same text, so that what the shape costs is seen. */
final class SkewTrials {
  private static final String[] SMALL = {
    "--set", "train.epochs=1",
    "--set", "train.segment-tokens=100000",
    "--set", "word2vec.epochs=1",
    "--set", "prepare.range=33554432"
  };

  private final Path folder;
  private final List<Stage> stages;
  private final List<String> lines;
  private Workplace last;

  /**
   * @param stages that run
   * @param count lines of text
   */
  SkewTrials(Path folder, List<Stage> stages, int count) {
    this.folder = folder;
    this.stages = stages;
    this.lines = SmallText.lines(count, 5);
  }

  /** How a shape went: seconds by stage, and tokens of all splits. */
  record Costs(List<Double> seconds, long tokens) {
    double total() {
      return seconds.stream().mapToDouble(each -> each).sum();
    }
  }

  /** Where the last shape was run. */
  Workplace last() {
    return last;
  }

  private Workplace place(String name) {
    try {
      return new Workplace(Files.createDirectory(folder.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Workplace text(String name, String kind, String text) {
    Workplace place = place(name);
    place.write("text.txt", text);
    place.manifest(
        "sources = [ { path = \"" + place.folder().resolve("text.txt") + "\" } ]",
        "document { kind = " + kind + " }",
        "duplicates = keep");
    return place;
  }

  /** Lines, in about so many parts. */
  Costs parts(int count) {
    String text = String.join("\n", lines) + "\n";
    int range = text.length() / count + 1;
    Workplace place = text("parts-" + count, "line", text);
    Costs costs = run(place, "--set", "prepare.range=" + range);
    assertThat(place.artefact(Stage.PREPARE).files("train/", ""))
        .hasSizeBetween(Math.max(1, count * 9 / 10), count + 1);
    return costs;
  }

  /** One document has 80 % of the text. */
  Costs oneDocument() {
    int most = lines.size() * 8 / 10;
    List<String> documents = new ArrayList<>(lines.subList(most, lines.size()));
    documents.add(documents.size() / 2, String.join("\n", lines.subList(0, most)));
    return run(text("one", "paragraph", String.join("\n\n", documents) + "\n"));
  }

  /** A file a document. */
  Costs files(int count) {
    Workplace place = place("files");
    Path sources = place.folder().resolve("sources");
    try {
      Files.createDirectory(sources);
      for (int i = 0; i < count; i++) {
        int from = (int) ((long) lines.size() * i / count);
        int to = (int) ((long) lines.size() * (i + 1) / count);
        String name = String.format("%05d.txt", i);
        Files.writeString(sources.resolve(name), String.join("\n", lines.subList(from, to)) + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    place.manifest(
        "sources = [ { path = \"" + sources + "\" } ]",
        "document { kind = file }",
        "duplicates = keep");
    return run(place);
  }

  private Costs run(Workplace place, String... settings) {
    last = place;
    List<String> all = new ArrayList<>(List.of(SMALL));
    all.addAll(List.of(settings));
    List<Double> seconds = new ArrayList<>();
    for (Stage stage : stages) {
      Ended ended = Commands.run(place.command(stage.label(), all.toArray(String[]::new)));
      assertThat(ended.code()).as(stage + ": " + ended.err()).isZero();
      seconds.add(place.artefact(stage).manifest().record().seconds());
    }
    long tokens = 0;
    for (String split : List.of("train", "valid", "test")) {
      tokens += place.artefact(Stage.VOCAB).count(split + ".tokens");
    }
    return new Costs(seconds, tokens);
  }
}
