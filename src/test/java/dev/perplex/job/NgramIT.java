package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.eval.Tally;
import dev.perplex.ngram.ArpaReader;
import dev.perplex.ngram.LocalNgrams;
import dev.perplex.ngram.NgramModel;
import dev.perplex.ngram.NgramSettings;
import dev.perplex.ngram.Smoothing;
import dev.perplex.ngram.spark.StoredNgram;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.text.Split;
import dev.perplex.vocab.IdStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage from text to a model, and the commands that use it. */
class NgramIT {
  @TempDir static Path folder;
  private static Workplace place;
  private static Artefact artefact;
  private static Artefact ids;

  @BeforeAll
  static void runIt() {
    place = Workplace.small(folder);
    for (Stage stage : List.of(Stage.PREPARE, Stage.TOKENIZE, Stage.VOCAB)) {
      done(stage.label());
    }
    Ended ended = done("ngram", "--set", "ngram.arpa=gz");
    assertThat(ended.out()).contains("n-grams of order 1 to 5: 100, ");
    artefact = place.artefact(Stage.NGRAM);
    ids = place.artefact(Stage.VOCAB);
  }

  private static Ended done(String command, String... more) {
    Ended ended = Commands.run(place.command(command, more));
    assertThat(ended.code()).as(ended.err()).isZero();
    return ended;
  }

  private static Ended refused(int code, String command, String... more) {
    Ended ended = Commands.run(place.command(command, more));
    assertThat(ended.code()).as(ended.out()).isEqualTo(code);
    return ended;
  }

  private static int[] read(Split split) {
    IdStream stream = VocabJob.ids(ids, split);
    return stream.read(0, (int) stream.size());
  }

  private static double perplexity(NgramModel model) {
    int[] test = read(Split.TEST);
    return Tally.of(test, model.reader().losses(test), 0, 0).perplexity();
  }

  @Test
  void theModelIsThatOfItsTrainingSplit() {
    NgramModel model = StoredNgram.of(artefact).model();
    NgramModel local =
        LocalNgrams.of(
            read(Split.TRAIN),
            100,
            new NgramSettings(
                5, Smoothing.MODIFIED_KNESER_NEY, .1, List.of(0), NgramSettings.ArpaForm.NONE));
    int[] test = read(Split.TEST);
    assertThat(model.reader().losses(test)).isEqualTo(local.reader().losses(test));
    assertThat(artefact.count("ngrams.5")).isEqualTo(local.size(5));
    assertThat(model.vocabulary()).isEqualTo(100);
  }

  @Test
  void theArpaFileIsTheSameModel() throws IOException {
    NgramModel model = StoredNgram.of(artefact).model();
    try (InputStream in =
        new GZIPInputStream(artefact.openFile(artefact.file("model.arpa.gz"), 0))) {
      NgramModel read = ArpaReader.read(in, "model.arpa.gz").model();
      assertThat(perplexity(read)).isCloseTo(perplexity(model), within(1e-3));
    }
    Path target = folder.resolve("words.arpa");
    Ended ended =
        done(
            "export", "--model", folderOf(artefact), "--format", "arpa", "--to", target.toString());
    assertThat(ended.out()).contains(" n-grams: " + target);
    assertThat(Files.readString(target)).startsWith("\\data\\\nngram 1=101\n");
    Path text = place.write("plain.txt", "the ban that bavs the baa dan is not baa .\n");
    String[] byFile = {"-v", "sentence", "--model", target.toString(), text.toString()};
    String[] byArtefact = {"-v", "sentence", "--model", folderOf(artefact), text.toString()};
    assertThat(rounded(done("score", byFile))).isEqualTo(rounded(done("score", byArtefact)));
    Files.writeString(target, Files.readString(target).replace("\\end\\", ""));
    assertThat(refused(20, "score", byFile).err()).contains("the file ends here, before \\end\\");
    assertThat(refused(2, "score", "--model", "none.arpa").err()).contains("does not exist");
    Path unpacked = place.write("unpacked.arpa.gz", "\\data\\\n");
    assertThat(refused(20, "score", "--model", unpacked.toString(), text.toString()).err())
        .contains("unpacked.arpa.gz cannot be read: ")
        .contains("Give a whole ARPA file, packed by gzip where its name ends in .gz.");
  }

  private static String folderOf(Artefact one) {
    return one.folder().toString();
  }

  /** The total of the first line, to four places: a file's numbers are rounded. */
  private static double rounded(Ended scored) {
    String total = scored.out().lines().findFirst().orElseThrow().split(" ", -1)[1];
    return Math.round(Double.parseDouble(total) * 1e4) / 1e4;
  }

  @Test
  void longerContextsAreBetterThanWordsAndSmoothingMatters() {
    List<Double> perplexities = new ArrayList<>();
    for (String set :
        List.of("ngram.order=1", "ngram.order=2", "ngram.order=3", "ngram.smoothing=katz")) {
      done("ngram", "--set", set);
      Artefact latest =
          place.artefacts(Stage.NGRAM).stream()
              .filter(each -> matches(each, set))
              .findFirst()
              .orElseThrow();
      perplexities.add(perplexity(StoredNgram.of(latest).model()));
    }
    assertThat(perplexities.get(1)).isLessThan(perplexities.get(0));
    assertThat(perplexities.get(2)).isLessThan(perplexities.get(1));
    assertThat(perplexities.get(3)).isLessThan(perplexities.get(0));
  }

  private static boolean matches(Artefact artefact, String set) {
    String[] parts = set.split("=", 2);
    return artefact.manifest().record().settings().get(parts[0]).toString().equals(parts[1]);
  }

  @Test
  void textIsScoredAndWritten() {
    Path file = place.write("lines.txt", "The ban that bavs the baa dan is not baa.\n");
    String model = artefact.folder().toString();
    Ended scored = done("score", "--model", model, file.toString());
    assertThat(scored.out()).contains("perplexity").contains(model);
    assertThat(done("score", "-v", "summary", "--stage", "ngram", file.toString()).out())
        .contains("Tokens:");
    String[] command = {"--model", model, "--seed", "3", "--length", "12", "--prompt", "The"};
    Ended text = done("generate", command);
    assertThat(text.out()).startsWith("The");
    assertThat(done("generate", command)).isEqualTo(text);
    assertThat(refused(2, "score", "--stage", "vocab", file.toString()).err())
        .contains("--stage vocab makes no language model");
    for (String named : List.of(model, "words.arpa")) {
      String[] twice = {"--stage", "ngram", "--model", named, file.toString()};
      assertThat(refused(2, "score", twice).err())
          .contains("--model " + named + " already says which model is taken, so --stage ngram")
          .contains("Leave --stage out.");
    }
    assertThat(refused(2, "export", "--stage", "train", "--format", "arpa", "--to", "x").err())
        .contains("--format arpa already says which model is taken, so --stage train");
    assertThat(refused(2, "score", "--model", model, "--cache", "9", file.toString()).err())
        .contains("an n-gram model has no hidden layer");
    assertThat(refused(2, "export", "--model", model, "--format", "npz", "--to", "x").err())
        .contains("no weights");
  }

  @Test
  void addingHasNoArpaForm() {
    assertThat(
            refused(2, "ngram", "--set", "ngram.smoothing=add-k", "--set", "ngram.arpa=gz").err())
        .contains("ngram.arpa = gz asks for a file that a model without back-off cannot be");
    assertThat(refused(2, "ngram", "--set", "ngram.order=0").err())
        .contains("ngram.order = 0 is below 1");
  }

  @Test
  void aSecondRunFindsItFinished() {
    assertThat(done("ngram", "--set", "ngram.arpa=gz").out()).contains("settings and inputs are");
  }
}
