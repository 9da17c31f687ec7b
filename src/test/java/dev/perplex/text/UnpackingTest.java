package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackingTest {

  private static byte[] packed(String extension, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (extension) {
          case ".gz" -> new GZIPOutputStream(bytes);
          case ".bz2" -> new BZip2CompressorOutputStream(bytes);
          case ".zst" -> new ZstdOutputStream(bytes);
          default -> bytes;
        }) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] concatenated(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static byte[] zip(String... entriesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entriesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(entriesAndTexts[i]));
        zip.write(packed(entriesAndTexts[i].replaceAll("^[^.]*", ""), entriesAndTexts[i + 1]));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {".gz", ".bz2", ".zst"})
  void everyMemberIsRead(String extension) throws IOException {
    byte[] bytes = concatenated(packed(extension, "one\ntw"), packed(extension, "o\nthree\n"));
    Corpora.Result result = Corpora.LINES.read("a.txt" + extension, "", bytes);
    assertThat(result.texts()).containsExactly("one", "two", "three");
    assertThat(result.ids().get(2)).isEqualTo("a.txt" + extension + "#0000000000002");
  }

  /** As streams of object stores do; the JDK's GZIPInputStream would stop after a member. */
  @Test
  void membersAreReadFromAStreamThatSaysNothingIsAvailable() throws IOException {
    byte[] bytes = concatenated(packed(".gz", "one\n"), packed(".gz", "two\n"));
    ByteArrayInputStream silent =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int available() {
            return 0;
          }

          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, 7));
          }
        };
    try (Documents documents = Corpora.LINES.reader().read("a.gz", "", silent)) {
      assertThat(documents).toIterable().extracting(Document::text).containsExactly("one", "two");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".gz", ".bz2", ".zst"})
  void aTruncatedFileIsRefused(String extension) throws IOException {
    byte[] bytes = packed(extension, "some text\n".repeat(1000));
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 6);
    assertThatThrownBy(() -> Corpora.LINES.read("a" + extension, "", cut))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
        .hasMessageStartingWith("a" + extension + ": cannot be unpacked: ")
        .hasMessageEndingWith(". Fetch the file again.");
  }

  @ParameterizedTest
  @ValueSource(strings = {".gz", ".bz2", ".zst"})
  void aFileThatIsNotWhatItsNameSaysIsRefused(String extension) {
    assertThatThrownBy(
            () ->
                Corpora.LINES.read(
                    "a" + extension, "", "plain text".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("cannot be unpacked");
  }

  @Test
  void anEntryIsRead() throws IOException {
    byte[] zip = zip("x/a.txt", "one\n", "x/b.txt", "two\n", "c.gz", "three\n");
    assertThat(Corpora.LINES.read("c.jar", "x/b.txt", zip).texts()).containsExactly("two");
    assertThat(Corpora.LINES.read("c.jar", "c.gz", zip).texts()).containsExactly("three");
    assertThat(Corpora.LINES.read("c.jar", "x/b.txt", zip).ids())
        .isEqualTo(List.of("x/b.txt#0000000000000"));
  }

  @Test
  void anArchiveIsNotReadAsText() throws IOException {
    byte[] zip = zip("a.txt", "one", "b.txt", "two");
    assertThatThrownBy(() -> Corpora.LINES.read("c.zip", "", zip))
        .hasMessage(
            "c.zip is an archive. Name the entry to read: entry of this source in the corpus"
                + " manifest.");
    assertThatThrownBy(() -> Corpora.LINES.read("c.zip", "d.txt", zip))
        .hasMessage(
            "c.zip has no entry d.txt. Set entry of this source in the corpus manifest to one of:"
                + " a.txt, b.txt.");
    assertThatThrownBy(() -> Corpora.LINES.read("c.txt", "d.txt", new byte[] {'a'}))
        .hasMessageStartingWith("c.txt is not a zip archive, but entry = d.txt.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tar.gz", "a.tgz", "a.tar", "a.txt.xz", "A.7Z"})
  void whatCannotBeUnpackedIsNotReadAsText(String file) {
    assertThatThrownBy(() -> Corpora.LINES.read(file, "", new byte[] {'a'}))
        .isInstanceOf(PerplexException.class)
        .hasMessageStartingWith(file + " is packed in a way that Perplex does not read.");
  }
}
