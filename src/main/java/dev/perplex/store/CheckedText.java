package dev.perplex.store;

import dev.perplex.provenance.PerplexException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * One line of text with a second one that tells whether it was damaged: {@code crc32c} and eight
 * hexadecimal digits. Files of earlier versions lack the second line and are taken as they are.
 */
public final class CheckedText {
  private static final String MARK = "\ncrc32c ";

  private CheckedText() {}

  /** Writes a line. */
  public static void write(Location file, String line) {
    file.writeText(line + MARK + checksum(line) + "\n");
  }

  /**
   * The line.
   *
   * @throws PerplexException exit code 20, where it is not what was written
   */
  public static String read(Location file) {
    String text = file.readText();
    int end = text.indexOf('\n');
    if (end < 0) {
      return text;
    }
    String line = text.substring(0, end);
    if (!text.substring(end).equals(MARK + checksum(line) + "\n")) {
      throw PerplexException.dataRefused(
          "%s is not what was written there (cut short or changed). Start the stage anew with"
              + " --force.",
          file);
    }
    return line;
  }

  private static String checksum(String line) {
    CRC32C crc = new CRC32C();
    crc.update(line.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }
}
