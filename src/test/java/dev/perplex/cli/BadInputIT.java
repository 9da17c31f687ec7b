package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands.Ended;
import dev.perplex.job.SmallText;
import dev.perplex.job.Workplace;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user gets for input that cannot be used: one line that names the thing, its value, the
 * bound and the way out; an exit code; nothing published.
 */
class BadInputIT {
  private static final int USAGE = 2;
  private static final int REFUSED = 20;

  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void workplace() {
    place = new Workplace(folder);
  }

  private Ended run(String command, String... more) {
    return Commands.run(place.command(command, more));
  }

  /** The corpus manifest with one source, the file of this name. */
  private Path source(String name, String... more) {
    Path file = folder.resolve(name);
    String fields =
        Stream.concat(Stream.of("path = \"" + file + "\""), Stream.of(more))
            .collect(Collectors.joining(", "));
    place.manifest("sources = [ { " + fields + " } ]");
    return file;
  }

  private void refused(Ended ended, int code, String... parts) {
    assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
    assertThat(ended.err()).startsWith("perplex: ").contains(parts);
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.failedTasks()).as("tasks that Spark would try again").isZero();
    assertThat(place.stored("manifest.json")).isEmpty();
    for (Path result : place.stored("result.json")) {
      Map<?, ?> verdict = Workplace.json(result);
      assertThat(verdict.get("exit-code")).isEqualTo(code);
      assertThat(ended.err()).isEqualTo("perplex: " + verdict.get("error") + "\n");
    }
  }

  @Test
  void missingCorpusManifest() {
    Path missing = place.folder().resolve("none.conf");
    refused(
        run("pipeline", "--set", "prepare.corpus=\"" + missing + "\""),
        USAGE,
        "prepare.corpus = " + missing + " cannot be read.",
        "Give the path of a corpus manifest; data-prep/ has examples.");
  }

  @Test
  void missingCorpus() {
    Path file = source("none.txt");
    refused(
        run("pipeline"),
        USAGE,
        "The source " + file + " of corpus small does not exist",
        "Put the file there, or mend sources.path");
  }

  @Test
  void missingCorpusOfMaven() {
    source("some.jar", "entry = a.txt", "maven = \"g:a:1\"");
    refused(
        run("prepare"),
        USAGE,
        "does not exist. Get it: mvn dependency:copy -Dartifact=g:a:1 -DoutputDirectory=" + folder);
  }

  @Test
  void emptyCorpus() throws IOException {
    Files.createFile(source("empty.txt"));
    refused(
        run("pipeline"),
        REFUSED,
        "The corpus small is empty: its source holds no document",
        "Check sources and document.extract in the corpus manifest " + folder);
  }

  @Test
  void blankCorpus() throws IOException {
    Files.writeString(source("blank.txt"), "\n  \n\n");
    refused(run("pipeline"), REFUSED, "The corpus small is empty");
  }

  @Test
  void corpusOfOneLine() throws IOException {
    Files.writeString(source("one.txt"), "only one line\n");
    refused(
        run("pipeline"),
        REFUSED,
        "split of corpus small came out empty: 1 document in all",
        "raise split.valid = 0.1 and split.test = 0.1 in the corpus manifest");
  }

  @Test
  void splitThatComesOutEmpty() throws IOException {
    Path file = folder.resolve("text.txt");
    place.manifest("sources = [ { path = \"" + file + "\" } ]", "split { valid = 0.1, test = 0 }");
    Files.write(file, SmallText.lines(100, 1));
    refused(
        run("pipeline"),
        REFUSED,
        "The test split of corpus small came out empty",
        "raise split.valid = 0.1 and split.test = 0");
  }

  @Test
  void ownSplitWithoutAPart() throws IOException {
    Path file = folder.resolve("text.txt");
    place.manifest(
        "split.kind = own, duplicates = keep",
        "sources = [ { path = \"" + file + "\", split = train } ]");
    Files.write(file, SmallText.lines(10, 1));
    refused(
        run("pipeline"),
        REFUSED,
        "The valid split of corpus small came out empty",
        "Give a source with text and split = valid.");
  }

  @Test
  void wrongChecksum() throws IOException {
    Path file = source("text.txt", "sha256 = " + "0".repeat(64));
    Files.writeString(file, "abc\n");
    refused(
        run("pipeline"),
        REFUSED,
        file
            + " has the SHA-256 checksum edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb",
        "promises " + "0".repeat(64),
        "Get the file again, or, if the new content is meant, put its checksum into the manifest");
  }

  @Test
  void archiveThatIsCutShort() throws IOException {
    Files.write(source("text.txt.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 75});
    refused(run("pipeline"), REFUSED, "text.txt.gz: cannot be unpacked", "Fetch the file again.");
  }

  @Test
  void fileThatIsNoArchive() throws IOException {
    Files.writeString(source("none.gz"), "not packed at all");
    refused(run("pipeline"), REFUSED, "none.gz: cannot be unpacked", "Fetch the file again.");
  }

  @Test
  void latin1WhereUtf8WasPromised() throws IOException {
    Path file = source("latin.txt");
    Files.write(file, "na\u00EFve text\n".getBytes(StandardCharsets.ISO_8859_1));
    refused(
        run("pipeline"),
        REFUSED,
        "latin.txt: byte 0xEF at offset 2 is not UTF-8",
        "Set encoding in the corpus manifest (ISO-8859-1?) or pass --set prepare.bad-bytes=replace");
  }

  @Test
  void lineOf100Megabytes() throws IOException {
    Path file = source("long.txt");
    byte[] block = new byte[1 << 20];
    Arrays.fill(block, (byte) 'x');
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("first\n".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 100; i++) {
        out.write(block);
      }
      out.write("\nlast\n".getBytes(StandardCharsets.UTF_8));
    }
    refused(
        run("pipeline", "--set", "prepare.range=33554432"),
        REFUSED,
        "long.txt: the document at byte 6 is longer than prepare.max-document = 16777216 characters",
        "Raise it with --set prepare.max-document=N, or choose another document rule");
  }

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
  void unknownKeyInTheCorpusManifest() throws IOException {
    Path file = source("text.txt", "chksum = a");
    Files.writeString(file, "text\n");
    refused(run("pipeline"), USAGE, "sources[0].chksum is not a known setting", "corpus.conf: ");
    place.manifest("sources = [ { path = \"" + file + "\" } ]", "encodin = UTF-8");
    refused(
        run("pipeline"),
        USAGE,
        "encodin is not a known setting",
        "corpus.conf: ",
        "Did you mean encoding?");
  }

  @Test
  void valueOutOfRange() {
    refused(
        run("pipeline", "--set", "word2vec.window=0"),
        USAGE,
        "word2vec.window = 0 is below 1.",
        "Set word2vec.window in conf/perplex.conf or pass --set word2vec.window=5.");
    refused(
        run("vocab", "--set", "train.model.dropout=1"),
        USAGE,
        "train.model.dropout = 1.0 is not in [0, 1).");
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
  void valueOutOfRangeInTheCorpusManifest() throws IOException {
    Files.writeString(source("text.txt"), "text\n");
    place.manifest(
        "sources = [ { path = \"" + folder.resolve("text.txt") + "\" } ]", "split.valid = 0.6");
    refused(
        run("pipeline"),
        USAGE,
        "split.valid = 0.6 is not between 0 and 0.5. Mend it in " + folder.resolve("corpus.conf"));
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
    return place.stored("manifest.json").get(0);
  }

  private void later(Ended ended, int code, String... parts) {
    assertThat(ended.err().lines()).as(ended.err()).hasSize(1);
    assertThat(ended.err()).startsWith("perplex: ").contains(parts);
    assertThat(ended.code()).isEqualTo(code);
    assertThat(place.stored("manifest.json")).hasSize(1);
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
        "is an artefact of prepare, not of train. Give artefacts/train/FINGERPRINT.");
    later(run("score", "--model", folder.toString()), REFUSED, "holds no finished artefact");
    later(run("score", "--run", "small-"), USAGE, "There is no run small- in");
  }

  @Test
  void vocabularyThatKeepsNoWord() throws IOException {
    Files.write(source("text.txt"), SmallText.lines(100, 1));
    assertThat(run("prepare").code()).isZero();
    assertThat(run("tokenize").code()).isZero();
    Ended ended = run("vocab", "--set", "vocab.min-count=100000");
    assertThat(ended.err())
        .contains("no word stands vocab.min-count = 100000 times in the training split")
        .contains("lower vocab.min-count");
    assertThat(ended.code()).isEqualTo(REFUSED);
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
