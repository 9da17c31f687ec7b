package dev.perplex.job;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.text.Split;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corpora in the forms that they come in. */
class CorpusIT {
  @TempDir Path folder;

  private interface Packing {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] packed(byte[] bytes, Packing packing) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = packing.over(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] zip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      zip.putNextEntry(new ZipEntry("readme"));
      zip.write("not this".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("corpus/text"));
      zip.write(bytes);
    }
    return packed.toByteArray();
  }

  /** The documents of each split of one file. */
  private List<List<String>> prepared(String name, byte[] bytes, String... more)
      throws IOException {
    Workplace place = new Workplace(Files.createDirectory(folder.resolve(name + ".place")));
    Path file = place.write(name, bytes);
    List<String> lines = new ArrayList<>(List.of(more));
    if (lines.isEmpty()) {
      lines.add("sources = [ { path = \"" + file + "\" } ]");
    } else {
      lines.set(0, lines.get(0).replace("FILE", file.toString()));
    }
    place.manifest(lines.toArray(String[]::new));
    Ended ended = Commands.run(place.command("prepare"));
    assertThat(ended.code()).as(ended.err()).isZero();
    Artefact artefact = place.artefact(Stage.PREPARE);
    List<List<String>> splits = new ArrayList<>();
    for (Split split : Split.values()) {
      splits.add(Workplace.documents(artefact, split));
    }
    return splits;
  }

  @Test
  void howATextIsPackedAndEncodedMakesNoDifference() throws IOException {
    List<String> lines = new ArrayList<>(SmallText.lines(200, 3));
    lines.add(50, "na\u00EFve caf\u00E9s \u2014 \u5317\u4EAC, \uD83D\uDE00");
    lines.add(120, "cafe\u0301s"); // decomposed
    String text = String.join("\n", lines) + "\n";
    byte[] plain = text.getBytes(StandardCharsets.UTF_8);
    List<List<String>> expected = prepared("plain.txt", plain);
    assertThat(expected.get(0)).hasSizeGreaterThan(100);
    assertThat(String.join("\n", expected.stream().flatMap(List::stream).toList()))
        .contains("\uD83D\uDE00")
        .contains("\ncaf\u00E9s\n");

    assertThat(prepared("text.gz", packed(plain, GZIPOutputStream::new))).isEqualTo(expected);
    assertThat(prepared("text.bz2", packed(plain, BZip2CompressorOutputStream::new)))
        .isEqualTo(expected);
    assertThat(prepared("text.zst", packed(plain, ZstdOutputStream::new))).isEqualTo(expected);
    assertThat(
            prepared(
                "text.zip",
                zip(plain),
                "sources = [ { path = \"FILE\", entry = \"corpus/text\" } ]"))
        .isEqualTo(expected);
    assertThat(
            prepared(
                "utf16.txt",
                ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE),
                "sources = [ { path = \"FILE\" } ]",
                "encoding = UTF-16"))
        .isEqualTo(expected);
    assertThat(
            prepared(
                "windows.txt",
                ("\uFEFF" + text.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(expected);
  }

  /** Small files are read together, up to {@code prepare.range} bytes by a task. */
  @Test
  void manySmallFilesAreWhatOneFileOfTheirLinesIs() throws IOException {
    List<String> lines = new ArrayList<>(SmallText.lines(2_400, 3));
    for (int i = 0; i < 300; i++) {
      lines.set(8 * i + 5, lines.get(i)); // duplicates, near and far
    }
    String text = String.join("\n", lines) + "\n";
    List<List<String>> expected = prepared("one.txt", text.getBytes(StandardCharsets.UTF_8));

    Workplace place = new Workplace(Files.createDirectory(folder.resolve("many")));
    Path files = Files.createDirectory(folder.resolve("files"));
    for (int i = 0; i < 800; i++) {
      Files.write(files.resolve(String.format("%04d.txt", i)), lines.subList(3 * i, 3 * i + 3));
    }
    place.manifest("sources = [ { path = \"" + files + "\" } ]");
    Ended ended = Commands.run(place.command("prepare", "--set", "prepare.range=40000"));
    assertThat(ended.code()).as(ended.err()).isZero();
    Artefact artefact = place.artefact(Stage.PREPARE);
    for (Split split : Split.values()) {
      assertThat(Workplace.documents(artefact, split)).isEqualTo(expected.get(split.ordinal()));
    }
    int tasks = text.length() / 40_000 + 1;
    assertThat(tasks).isGreaterThan(2);
    assertThat(artefact.files("train/", ".parquet")).hasSizeBetween(tasks, tasks + 1);

    Files.write(files.resolve("0500.txt"), new byte[] {'a', (byte) 0xff, '\n'});
    Ended refused = Commands.run(place.command("prepare"));
    assertThat(refused.code()).isEqualTo(20);
    assertThat(refused.err()).contains("0500.txt: byte 0xFF at offset 1 is not UTF-8");
  }

  /** Text in the manner of WikiText: articles with titles, blank lines, unknown words spelled. */
  private static String articles(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder(" \n");
    for (int article = 0; article < count; article++) {
      text.append(" = ").append(SmallText.lines(1, seed + article).get(0)).append(" = \n \n");
      for (String line : SmallText.lines(random.nextInt(1, 9), seed * 1000 + article)) {
        String words = line.replace(".", " .");
        text.append(' ').append(random.nextInt(3) == 0 ? words.replace("that", "<unk>") : words);
        text.append(" \n");
        text.append(random.nextInt(4) == 0 ? " \n = = A section = = \n" : "");
      }
    }
    return text.append(" \n").toString();
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split("[ \n]+")).filter(word -> !word.isEmpty());
  }

  private static long count(String text, String what) {
    return text.split(what, -1).length - 1L;
  }

  @Test
  void tokensOfAPretokenizedBenchmarkAreItsWordsAndItsLines() {
    Workplace place = new Workplace(folder);
    List<String> sources = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (Split split : Split.values()) {
      String text = articles(split == Split.TRAIN ? 60 : 12, 7 + split.ordinal());
      Path file = place.write(split + ".txt", text);
      sources.add("{ path = \"" + file + "\", split = " + split + " }");
      texts.add(text);
    }
    place.manifest(
        "sources = [ " + String.join(", ", sources) + " ]",
        "split.kind = own, duplicates = keep",
        "document { kind = record, start = \"^ = [^=].*[^=] = $\" }");
    place.write(
        "wikitext.conf",
        """
        tokenize { kind = whitespace, letter-case = keep, numbers = keep, special-tokens = accept }
        vocab { min-count = 9, max-size = 0 }
        """);
    for (String stage : List.of("prepare", "tokenize", "vocab")) {
      Ended ended =
          Commands.run(
              place.command(stage, "--config", folder.resolve("wikitext.conf").toString()));
      assertThat(ended.code()).as(ended.err()).isZero();
    }
    Artefact ids = place.artefact(Stage.VOCAB);
    for (Split split : Split.values()) {
      String text = texts.get(split.ordinal());
      long lines = count(text, "\n");
      assertThat(ids.count(split + ".tokens"))
          .as(split.label())
          .isEqualTo(words(text).count() + lines);
      assertThat(ids.count(split + ".eos")).isEqualTo(lines);
      assertThat(ids.count(split + ".bytes")).isEqualTo(text.length());
      // The blank line before the first title is a document of its own.
      assertThat(ids.count(split + ".documents")).isEqualTo((split == Split.TRAIN ? 60 : 12) + 1);
    }
    Map<String, Long> counts = words(texts.get(0)).collect(groupingBy(each -> each, counting()));
    for (Split split : Split.values()) {
      String text = texts.get(split.ordinal());
      long written = count(text, "<unk>");
      long cut =
          words(text)
              .filter(word -> !word.equals("<unk>") && counts.getOrDefault(word, 0L) < 9)
              .count();
      assertThat(written).as(split.label()).isPositive();
      assertThat(cut).isPositive();
      assertThat(ids.count(split + ".unknown-written")).isEqualTo(written);
      assertThat(ids.count(split + ".unknown")).isEqualTo(written + cut);
    }
  }
}
