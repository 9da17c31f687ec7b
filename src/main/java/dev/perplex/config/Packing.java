package dev.perplex.config;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Settings as one word for a command line: where the driver runs on another machine, it has neither
 * the configuration files nor the corpus manifest nor the environment of the one that submits.
 */
public final class Packing {
  /** Linux takes 128 kB an argument; what submits may wrap it in another. */
  private static final int MOST_CHARACTERS = 100_000;

  private static final int MOST_BYTES = 16 << 20; // unpacked

  private Packing() {}

  /**
   * The effective settings and the corpus manifest that they name, with every variable replaced.
   *
   * @throws PerplexException exit code 2, where they are too long for a command line
   */
  public static String pack(Settings settings) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(settings.rendered().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String word = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    if (word.length() > MOST_CHARACTERS) {
      throw PerplexException.usage(
          "The settings and the corpus manifest take %,d characters of a command line, above %,d."
              + " Name folders in place of single files in sources of the corpus manifest.",
          word.length(), MOST_CHARACTERS);
    }
    return word;
  }

  /**
   * The settings that were packed.
   *
   * @throws PerplexException exit code 2, where the word is none of {@link #pack}
   */
  public static Settings unpack(String word) {
    try (InputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Base64.getUrlDecoder().decode(word)))) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it is too long");
      }
      return Settings.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException | IllegalArgumentException e) {
      throw new PerplexException(
          ExitCode.USAGE,
          "The packed settings cannot be read: "
              + e.getMessage()
              + ". Submit with jobs/submit, which packs them, and the same jar on both sides.",
          e);
    }
  }
}
