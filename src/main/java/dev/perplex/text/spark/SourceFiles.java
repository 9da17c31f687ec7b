package dev.perplex.text.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import dev.perplex.text.CorpusManifest;
import dev.perplex.text.Source;
import dev.perplex.text.SourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** The files that a corpus manifest means, found, checked against their checksums and cut. */
public final class SourceFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Files are read together up to so many bytes: a task costs more than reading them. */
  private static final long LEAST_TOGETHER = 64 << 10;

  /** Or up to this share of the corpus: so many tasks are enough for any cluster. */
  private static final int ENOUGH = 1_000;

  private final List<SourceFile> files;
  private String checksum;

  /**
   * One file of a source.
   *
   * @param name what ids and messages call it
   */
  record SourceFile(Source source, String name, Location location, long length)
      implements Serializable {}

  /**
   * A file, or a range of one.
   *
   * @param length in bytes; whole files have their own
   */
  record Piece(SourceFile file, long start, long length, boolean isRange) implements Serializable {}

  /**
   * What one task reads: pieces that follow one another.
   *
   * @param index its place in the corpus
   */
  record Bundle(int index, List<Piece> pieces) implements Serializable {
    long length() {
      return pieces.stream().mapToLong(Piece::length).sum();
    }
  }

  private SourceFiles(List<SourceFile> files) {
    this.files = files;
  }

  /**
   * Lists the files.
   *
   * @throws PerplexException exit code 2, where a source is not there
   */
  public static SourceFiles of(CorpusManifest corpus, Configuration hadoop) {
    List<SourceFile> all = new ArrayList<>();
    for (Source source : corpus.sources()) {
      Location place = Location.of(source.path(), hadoop);
      List<Location.Listed> found = place.files();
      if (found.isEmpty()) {
        throw PerplexException.usage("%s", missing(corpus, source, place));
      }
      Optional<Location> marker = missingMarker(source, place);
      if (marker.isPresent()) {
        throw PerplexException.usage(
            "The source %s of corpus %s is not complete: %s does not exist. Wait for it, or leave"
                + " the source's marker out of the corpus manifest.",
            place, corpus.name(), marker.get());
      }
      if (found.size() > 1 && !source.sha256().isEmpty()) {
        throw PerplexException.usage(
            "The source %s of corpus %s is %d files, but sha256 is of one file. List the files as"
                + " sources of their own, or leave sha256 out.",
            place, corpus.name(), found.size());
      }
      for (Location.Listed each : found) {
        Location file = each.location();
        all.add(new SourceFile(source, name(place, file), file, each.length()));
      }
    }
    checkNames(corpus, all);
    return new SourceFiles(List.copyOf(all));
  }

  /** The marker of a source that is not complete yet: it lies in it, or beside a single file. */
  public static Optional<Location> missingMarker(Source source, Location place) {
    if (source.marker().isEmpty()) {
      return Optional.empty();
    }
    Location marker = (place.isFolder() ? place : place.parent()).child(source.marker());
    return marker.exists() ? Optional.empty() : Optional.of(marker);
  }

  /** Document ids begin with the name. */
  private static void checkNames(CorpusManifest corpus, List<SourceFile> files) {
    Map<String, Location> seen = new HashMap<>();
    for (SourceFile file : files) {
      Location other = seen.put(file.name() + "!" + file.source().entry(), file.location());
      if (other != null) {
        throw PerplexException.usage(
            "Two files of corpus %s are both called %s: %s and %s. Rename one, or make the folder"
                + " above both the source.",
            corpus.name(), file.name(), other, file.location());
      }
    }
  }

  private static String missing(CorpusManifest corpus, Source source, Location place) {
    String what = "The source " + place + " of corpus " + corpus.name() + " does not exist";
    return source.maven().isEmpty()
        ? what + ". Put the file there, or mend sources.path in the corpus manifest."
        : what
            + ". Get it: mvn dependency:copy -Dartifact="
            + source.maven()
            + " -DoutputDirectory="
            + place.parent();
  }

  private static String name(Location place, Location file) {
    String folder = place.uri() + "/";
    return file.uri().startsWith(folder) ? file.uri().substring(folder.length()) : file.name();
  }

  /** Bytes of all files, as they are stored. */
  public long bytes() {
    return files.stream().mapToLong(SourceFile::length).sum();
  }

  /**
   * One checksum of all content, taken on executors.
   *
   * @throws PerplexException exit code 20, where a file is not the one that the manifest promises
   */
  public String checksum(JavaSparkContext spark) {
    if (checksum != null) {
      return checksum;
    }
    Map<String, SourceFile> distinct = new LinkedHashMap<>();
    files.forEach(file -> distinct.putIfAbsent(file.location().uri(), file));
    List<SourceFile> once = List.copyOf(distinct.values());
    List<String> sums =
        new Tasks(spark)
                .run(
                    "prepare: checksum sources",
                    together(once, SourceFile::length, together()),
                    bytes(),
                    "bytes",
                    Progress.silent(),
                    (some, done) -> sha256(some))
                .stream()
                .flatMap(List::stream)
                .toList();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < once.size(); i++) {
      check(once.get(i), sums.get(i));
      all.append(once.get(i).name()).append(' ').append(sums.get(i)).append('\n');
    }
    checksum = Fingerprint.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
    return checksum;
  }

  private static void check(SourceFile file, String sum) {
    String promised = file.source().sha256();
    if (!promised.isEmpty() && !promised.equalsIgnoreCase(sum)) {
      throw PerplexException.dataRefused(
          "%s has the SHA-256 checksum %s, but the corpus manifest promises %s. Get the file again,"
              + " or, if the new content is meant, put its checksum into the manifest.",
          file.location(), sum, promised);
    }
  }

  private static List<String> sha256(List<SourceFile> files) throws IOException {
    List<String> sums = new ArrayList<>();
    for (SourceFile file : files) {
      sums.add(sha256(file.location()));
    }
    return sums;
  }

  private static String sha256(Location file) throws IOException {
    try (InputStream in = file.open();
        DigestInputStream digested = new DigestInputStream(in, Fingerprint.digest())) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    }
  }

  /**
   * The corpus in document order: ranges of plain files of lines, all other files whole, small ones
   * together. How it is cut follows from the lengths of the files alone.
   */
  List<Bundle> bundles(CorpusManifest corpus, long range) {
    List<Bundle> bundles = new ArrayList<>();
    for (List<Piece> each :
        together(pieces(corpus, range), Piece::length, Math.min(range, together()))) {
      bundles.add(new Bundle(bundles.size(), each));
    }
    return bundles;
  }

  private long together() {
    return Math.max(LEAST_TOGETHER, bytes() / ENOUGH);
  }

  /** What follows one another, in groups of up to so many bytes, or of one that has more. */
  private static <T> List<List<T>> together(List<T> all, ToLongFunction<T> bytes, long most) {
    List<List<T>> groups = new ArrayList<>();
    List<T> open = new ArrayList<>();
    long length = 0;
    for (T each : all) {
      if (!open.isEmpty() && length + bytes.applyAsLong(each) > most) {
        groups.add(List.copyOf(open));
        open.clear();
        length = 0;
      }
      open.add(each);
      length += bytes.applyAsLong(each);
    }
    groups.add(List.copyOf(open));
    return groups;
  }

  private List<Piece> pieces(CorpusManifest corpus, long range) {
    List<Piece> pieces = new ArrayList<>();
    for (SourceFile file : files) {
      if (!SourceReader.splittable(corpus, file.name(), file.source().entry())
          || file.length() <= range) {
        pieces.add(new Piece(file, 0, file.length(), false));
        continue;
      }
      for (long start = 0; start < file.length(); start += range) {
        pieces.add(new Piece(file, start, Math.min(range, file.length() - start), true));
      }
    }
    return pieces;
  }
}
