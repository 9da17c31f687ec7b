package dev.perplex.text;

import dev.perplex.provenance.Check;
import dev.perplex.provenance.InvalidSetting;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * One file (or folder) of a corpus. What is not given is the empty string.
 *
 * @param path the file, or a folder of files
 * @param entry a path inside the file, where the file is a zip or jar
 * @param sha256 the file's checksum, 64 hexadecimal digits
 * @param split {@code train}, {@code valid} or {@code test}, where the corpus brings its own split
 * @param maven where Maven has the file, {@code group:artifact:version[:classifier]}; messages say
 *     how to get it
 * @param marker name of a file in the folder of the source whose presence says that all of it is
 *     there, such as {@code _SUCCESS}
 */
public record Source(
    String path, String entry, String sha256, String split, String maven, String marker)
    implements Serializable {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern MAVEN =
      Pattern.compile("[\\w.-]+:[\\w.-]+:[\\w.-]+(:[\\w.-]+)?", Pattern.UNIX_LINES);
  private static final Pattern MARKER = Pattern.compile("[._][\\w.-]+");

  public Source {
    path = orEmpty(path);
    entry = orEmpty(entry);
    sha256 = orEmpty(sha256);
    split = orEmpty(split);
    maven = orEmpty(maven);
    marker = orEmpty(marker);
    Check.notBlank("path", path);
    Check.that(
        sha256.isEmpty() || SHA256.matcher(sha256).matches(),
        "sha256",
        sha256,
        "is not 64 hexadecimal digits");
    Check.that(
        maven.isEmpty() || MAVEN.matcher(maven).matches(),
        "maven",
        maven,
        "is not group:artifact:version or group:artifact:version:classifier");
    Check.that(
        marker.isEmpty() || MARKER.matcher(marker).matches(),
        "marker",
        marker,
        "is not the name of a file that begins with a dot or an underscore, and so is no text");
    if (!split.isEmpty()) {
      Split.of(split);
    }
  }

  /** Without a marker. */
  public Source(String path, String entry, String sha256, String split, String maven) {
    this(path, entry, sha256, split, maven, "");
  }

  /** A plain or compressed file that stands for itself. */
  public static Source of(String path) {
    return new Source(path, "", "", "", "");
  }

  /** The last part of the path. */
  public String fileName() {
    String trimmed = path.replaceAll("/+$", "");
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  /** Its entry, else its file name: no two sources of a corpus share one. */
  public String name() {
    return entry.isEmpty() ? fileName() : entry;
  }

  /** The split that the corpus itself puts this source in. */
  public Split ownSplit() {
    if (split.isEmpty()) {
      throw new InvalidSetting("split", "\"\"", "is empty");
    }
    return Split.of(split);
  }

  private static String orEmpty(String value) {
    return value == null ? "" : value;
  }
}
