package dev.perplex.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.RunRecord;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last thing that a stage writes: which attempt is the artefact, its files with their
 * checksums, what they hold, and the record of how they came to be. Readers accept only what it
 * names.
 *
 * @param counts of the artefact as a whole, by name, such as {@code test.tokens}
 * @param seal a checksum of the manifest itself, so that a damaged one is known
 */
public record Manifest(
    String format,
    int version,
    String stage,
    String fingerprint,
    String attempt,
    List<PartFile> files,
    Map<String, Long> counts,
    RunRecord record,
    String seal)
    implements Serializable {

  public static final String FORMAT = "perplex-artefact";
  public static final int VERSION = 1;

  /** Of a version that knew no leases. */
  private static final String OLD_NAME = "manifest.json";

  private static final Pattern NAME = Pattern.compile("manifest-([0-9]{8,15})\\.json");

  public Manifest {
    files = files.stream().sorted(Comparator.comparing(PartFile::name)).toList();
    counts = new TreeMap<>(counts);
  }

  /** The file of an owner: one that comes late never stands in the place of its successor's. */
  static String fileName(long epoch) {
    return String.format("manifest-%08d.json", epoch);
  }

  /** The epoch of the owner that wrote a file; -1 where it is no manifest. */
  static long epoch(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : name.equals(OLD_NAME) ? 0 : -1;
  }

  /** The manifest that counts, the one of the last owner; empty where there is none. */
  static Optional<String> latest(List<String> names) {
    return names.stream()
        .filter(name -> epoch(name) >= 0)
        .max(Comparator.comparingLong(Manifest::epoch).thenComparing(Comparator.reverseOrder()));
  }

  static Manifest sealed(
      String stage,
      String fingerprint,
      String attempt,
      List<PartFile> files,
      Map<String, Long> counts,
      RunRecord record) {
    Manifest open =
        new Manifest(FORMAT, VERSION, stage, fingerprint, attempt, files, counts, record, "");
    return open.withSeal(open.expectedSeal());
  }

  private Manifest withSeal(String value) {
    return new Manifest(format, version, stage, fingerprint, attempt, files, counts, record, value);
  }

  private String expectedSeal() {
    return Fingerprint.sha256(Json.line(withSeal("")).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * One checksum of the artefact's content: names and checksums of all files, no paths or times.
   */
  public String content() {
    StringBuilder all = new StringBuilder();
    for (PartFile file : files) {
      all.append(file.name()).append(' ').append(file.sha256()).append('\n');
    }
    return Fingerprint.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads and checks a manifest.
   *
   * @param where the file's place, for messages
   * @throws PerplexException exit code 20, where it is damaged or from a newer version
   */
  static Manifest parse(String text, Location where) {
    JsonNode tree;
    try {
      tree = Json.tree(text);
    } catch (IllegalArgumentException e) {
      throw damaged(where, "it is not JSON", e);
    }
    if (!FORMAT.equals(tree.path("format").asText())) {
      throw damaged(where, "it does not say format = " + FORMAT, null);
    }
    if (tree.path("version").asInt() > VERSION) {
      throw PerplexException.dataRefused(
          "%s is of version %d; this Perplex reads up to version %d. Use the Perplex that wrote it"
              + " or a newer one, or make the artefact again with --force.",
          where, tree.path("version").asInt(), VERSION);
    }
    Manifest manifest;
    try {
      manifest = Json.read(text, Manifest.class);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw damaged(where, "a field is missing or of another type", e);
    }
    if (!manifest.expectedSeal().equals(manifest.seal)) {
      throw damaged(where, "its content does not match its seal", null);
    }
    if (!InnerPath.isInner(manifest.attempt)) {
      throw damaged(where, "its attempt " + manifest.attempt + " lies outside the artefact", null);
    }
    for (PartFile file : manifest.files) {
      if (!InnerPath.isInner(file.path())) {
        throw damaged(where, "the file " + file.path() + " lies outside the artefact", null);
      }
    }
    return manifest;
  }

  private static PerplexException damaged(Location where, String how, Throwable cause) {
    return new PerplexException(
        ExitCode.DATA_REFUSED,
        String.format(
            "%s is damaged: %s. Make the artefact again with --force, or restore the file.",
            where, how),
        cause);
  }
}
