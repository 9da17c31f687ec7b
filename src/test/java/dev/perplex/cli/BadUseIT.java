package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands.Ended;
import dev.perplex.job.SmallText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings, places, runs and artefacts that a command cannot work with. */
class BadUseIT extends BadInput {
  @Test
  void unknownKeyInTheConfiguration() {
    Path more = place.write("more.conf", "word2vec.windows = 4\n");
    refused(
        run("pipeline", "--config", more.toString()),
        USAGE,
        "word2vec.windows is not a known setting",
        "more.conf: 1",
        "Did you mean word2vec.window?");
  }

  @Test
  void unknownKeyOnTheCommandLine() {
    refused(
        run("pipeline", "--set", "vocab.min-cuont=3"),
        USAGE,
        "vocab.min-cuont is not a known setting (--set",
        "Did you mean vocab.min-count?");
  }

  @Test
  void valueOutOfRange() {
    refused(
        run("pipeline", "--set", "word2vec.window=0"),
        USAGE,
        "word2vec.window = 0 is below 1.",
        "Set word2vec.window in conf/perplex.conf or pass --set word2vec.window=5.");
    refused(
        run("vocab", "--set", "train.regularization.input=1"),
        USAGE,
        "train.regularization.input = 1.0 is not in [0, 1).");
    refused(
        run("vocab", "--set", "train.batch=many"),
        USAGE,
        "train.batch = many is not a whole number");
    refused(
        run("vocab", "--set", "tokenize.eos=lines"),
        USAGE,
        "tokenize.eos = lines is not one of line, sentence, document. Did you mean line?");
  }

  @Test
  void valuesThatDoNotFitOneAnother() {
    refused(
        run("pipeline", "--set", "word2vec.dimension=9"),
        USAGE,
        "train.model.embedding = 8 is not word2vec.dimension = 9",
        "Pass --set train.model.embedding=9, or --set train.model.embeddings=random.");
  }

  /** They are at odds only where both are used: the vectors' own stage reads on to its input. */
  @Test
  void valuesThatDoNotFitOneAnotherMatterToThoseWhoUseBoth() throws IOException {
    Files.writeString(source("text.txt"), "text\n");
    for (String stage : List.of("tokenize", "vocab", "word2vec")) {
      Ended ended = run(stage, "--set", "word2vec.dimension=9");
      assertThat(ended.code()).isEqualTo(USAGE);
      assertThat(ended.err()).startsWith("perplex: There is no prepare artefact");
    }
  }

  /** Permissions do not stop root, so the place is one that nobody can write to. */
  @Test
  void unwritableOutput() throws IOException {
    Files.writeString(source("text.txt"), "text\n");
    Path file = place.write("file", "in the way");
    refused(
        run("pipeline", "--set", "storage.root=" + file.resolve("storage")),
        USAGE,
        "storage.root = file:" + file.resolve("storage") + " cannot be written",
        "Set storage.root to a folder that you may write to.");
    assertThat(file).hasContent("in the way");
  }

  @Test
  void storageOfAnUnknownFileSystem() throws IOException {
    Files.writeString(source("text.txt"), "text\n");
    refused(
        run("pipeline", "--set", "storage.root=\"nofs://somewhere/x\""),
        USAGE,
        "nofs://somewhere/x cannot be reached",
        "Give a path on a file system that Hadoop is set up for.");
  }

  @Test
  void stageBeforeItsInputExists() throws IOException {
    Files.write(source("text.txt"), SmallText.lines(100, 1));
    refused(
        run("tokenize"),
        USAGE,
        "There is no prepare artefact for these settings. Run jobs/prepare first, or jobs/pipeline");
    refused(run("report"), USAGE, "There is no prepare artefact for these settings.");
  }

  @Test
  void unknownProfile() {
    refused(
        run("pipeline", "--profile", "latpop"),
        USAGE,
        "--profile latpop is no file of conf/profiles",
        "laptop");
  }

  @Test
  void unknownRun() {
    refused(
        run("status", "nothing-1"),
        USAGE,
        "There is no run nothing-1 in",
        "'perplex status' lists");
    refused(
        run("score", "--run", "nothing-1"),
        USAGE,
        "There is no run nothing-1 in " + place.storage());
    refused(run("score"), USAGE, "has finished train. Run jobs/pipeline first");
    refused(run("neighbours", "ban"), USAGE, "has finished word2vec. Run jobs/pipeline first");
    refused(run("similarity", "ban", "that"), USAGE, "has finished word2vec.");
    refused(run("analogy", "ban", "that", "be"), USAGE, "has finished word2vec.");
  }

  @Test
  void badDate() {
    refused(
        run("pipeline", "--date", "21.11.2026"),
        USAGE,
        "run.date = 21.11.2026 is not a date like 2026-11-21.");
    refused(
        run("pipeline", "--date", "2026-13-45"),
        USAGE,
        "run.date = 2026-13-45 is not a date like 2026-11-21.");
    refused(
        run("pipeline", "--date", "2026-11-21T06:30"),
        USAGE,
        "run.date = 2026-11-21T06:30 is not a date like 2026-11-21.");
  }

  /** The manifest of a finished prepare stage. */
  private Path prepared() throws IOException {
    Files.write(source("text.txt"), SmallText.lines(100, 1));
    assertThat(run("prepare").code()).isZero();
    return place.manifests().get(0);
  }

  private void later(Ended ended, int code, String... parts) {
    assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
    assertThat(ended.err()).startsWith("perplex: ").contains(parts);
    assertThat(ended.code()).isEqualTo(code);
    assertThat(place.manifests()).hasSize(1);
  }

  @Test
  void damagedManifest() throws IOException {
    Path manifest = prepared();
    String whole = Files.readString(manifest);
    for (String damaged :
        List.of(whole.substring(0, 100), "", "{}", whole.replaceFirst("\"bytes\" : ", "$09"))) {
      Files.writeString(manifest, damaged);
      later(
          run("tokenize"),
          REFUSED,
          manifest + " is damaged: ",
          "Make the artefact again with --force, or restore the file.");
    }
    assertThat(run("prepare", "--force").code()).isZero();
    assertThat(run("tokenize").code()).isZero();
  }

  @Test
  void artefactOfANewerVersion() throws IOException {
    Path manifest = prepared();
    String whole = Files.readString(manifest);
    Files.writeString(manifest, whole.replaceFirst("\"version\" : 1", "\"version\" : 2"));
    later(
        run("tokenize"),
        REFUSED,
        manifest + " is of version 2; this Perplex reads up to version 1.",
        "Use the Perplex that wrote it or a newer one, or make the artefact again with --force.");
  }

  @Test
  void partThatIsCutShort() throws IOException {
    prepared();
    Path part = place.stored("part-00000.parquet").get(0);
    Files.write(part, Arrays.copyOf(Files.readAllBytes(part), 50));
    later(run("tokenize"), REFUSED, part.toString(), "Make the artefact again with --force.");
  }

  @Test
  void modelOfAnotherKind() throws IOException {
    Path folderOfPrepare = prepared().getParent();
    later(
        run("score", "--model", folderOfPrepare.toString()),
        USAGE,
        "is an artefact of prepare, not of train or ngram. Give artefacts/train/FINGERPRINT or"
            + " artefacts/ngram/FINGERPRINT.");
    later(run("score", "--model", folder.toString()), REFUSED, "holds no finished artefact");
    later(run("score", "--run", "small-"), USAGE, "There is no run small- in");
  }

  @Test
  void wrongUseOfACommand() {
    Ended ended = Commands.run("pipelin");
    assertThat(ended.code()).isEqualTo(USAGE);
    assertThat(ended.err()).contains("pipelin").contains("pipeline");
    ended = run("vocab", "--sett", "a=b");
    assertThat(ended.code()).isEqualTo(USAGE);
    assertThat(ended.err()).contains("--sett");
    ended = run("pipeline", "--force=vocabulary");
    assertThat(ended.code()).isEqualTo(USAGE);
    assertThat(ended.err()).contains("vocabulary").containsIgnoringCase("vocab");
  }

  @Test
  void onlyDebugPrintsTheStack() {
    source("none.txt");
    Ended plain = run("prepare");
    Ended debug = run("prepare", "--debug");
    assertThat(plain.err().lines()).hasSize(1);
    assertThat(debug.err()).startsWith(plain.err()).contains("\tat dev.perplex.");
    assertThat(debug.code()).isEqualTo(plain.code());
    List<String> lines = debug.err().lines().toList();
    assertThat(lines.get(1)).contains("PerplexException");
  }
}
