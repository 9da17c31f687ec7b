package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands.Ended;
import dev.perplex.job.SmallText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A corpus that is not there or not what its manifest says, and a manifest with mistakes. */
class BadCorpusIT extends BadInput {
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
}
