package dev.perplex.text;

import com.github.luben.zstd.ZstdInputStream;
import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Finds the plain bytes of a source: an entry of an archive, decompressed by its extension. */
final class Unpacking {
  private static final List<String> COMPRESSED = List.of(".gz", ".bz2", ".zst");
  private static final List<String> ARCHIVES = List.of(".zip", ".jar");
  private static final List<String> UNREADABLE =
      List.of(".tar", ".tar.gz", ".tar.bz2", ".tar.zst", ".tgz", ".xz", ".7z", ".rar", ".lz4");

  /** Entries that a message names. */
  private static final int SHOWN = 5;

  private Unpacking() {}

  /** What ids and messages call the text. */
  static String name(String file, String entry) {
    return entry.isEmpty() ? file : entry;
  }

  /** Whether the file's own bytes are the text. */
  static boolean plain(String file, String entry) {
    return entry.isEmpty() && !ends(file, COMPRESSED) && !ends(file, ARCHIVES);
  }

  static InputStream open(String file, String entry, InputStream stored) {
    String name = name(file, entry);
    InputStream bytes = GuardedStream.storage(stored, file);
    try {
      if (!entry.isEmpty()) {
        bytes = GuardedStream.packed(entry(file, entry, bytes), file);
      } else if (ends(file, ARCHIVES)) {
        throw PerplexException.dataRefused(
            "%s is an archive. Name the entry to read: entry of this source in the corpus manifest.",
            file);
      }
      return decompressed(name, bytes);
    } catch (IOException e) {
      throw GuardedStream.damaged(name, e);
    }
  }

  private static InputStream decompressed(String name, InputStream bytes) throws IOException {
    if (ends(name, UNREADABLE)) {
      throw PerplexException.dataRefused(
          "%s is packed in a way that Perplex does not read. Unpack it, or pack it as .gz, .bz2,"
              + " .zst or .zip.",
          name);
    }
    if (ends(name, List.of(".gz"))) {
      // Not the JDK's stream: that takes the end of a member for the end of the file where the
      // stream below says that nothing is available, as streams from object stores may.
      return GuardedStream.packed(new GzipCompressorInputStream(bytes, true), name);
    }
    if (ends(name, List.of(".bz2"))) {
      return GuardedStream.packed(new BZip2CompressorInputStream(bytes, true), name);
    }
    if (ends(name, List.of(".zst"))) {
      return GuardedStream.packed(new ZstdInputStream(bytes), name);
    }
    return bytes;
  }

  private static InputStream entry(String file, String wanted, InputStream bytes)
      throws IOException {
    ZipInputStream zip = new ZipInputStream(bytes);
    List<String> seen = new ArrayList<>();
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().equals(wanted)) {
        return zip;
      }
      if (!entry.isDirectory() && seen.size() <= SHOWN) {
        seen.add(entry.getName());
      }
    }
    if (seen.isEmpty()) {
      throw PerplexException.dataRefused(
          "%s is not a zip archive, but entry = %s. Remove entry from this source in the corpus"
              + " manifest.",
          file, wanted);
    }
    throw PerplexException.dataRefused(
        "%s has no entry %s. Set entry of this source in the corpus manifest to one of: %s%s.",
        file,
        wanted,
        String.join(", ", seen.subList(0, Math.min(SHOWN, seen.size()))),
        seen.size() > SHOWN ? ", ..." : "");
  }

  private static boolean ends(String name, List<String> extensions) {
    String lower = name.toLowerCase(Locale.ROOT);
    return extensions.stream().anyMatch(lower::endsWith);
  }
}
