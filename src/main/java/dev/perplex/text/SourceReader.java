package dev.perplex.text;

import dev.perplex.text.DocumentRule.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Reads sources as a corpus manifest says: unpacks, decodes, normalises to NFC and \n, and cuts
 * into documents.
 */
public final class SourceReader {
  private static final int MARK = 4; // bytes that the longest byte order mark takes

  private final CorpusManifest corpus;
  private final PrepareSettings settings;
  private final String advice;

  public SourceReader(CorpusManifest corpus, PrepareSettings settings) {
    this(corpus, settings, "Set encoding in the corpus manifest");
  }

  /**
   * @param advice how a user names another encoding, for the message of bytes that are not text
   */
  public SourceReader(CorpusManifest corpus, PrepareSettings settings, String advice) {
    this.corpus = corpus;
    this.settings = settings;
    this.advice = advice;
  }

  /**
   * Whether the source can be read in ranges of bytes: it is a plain file, its documents are lines,
   * and its encoding shows line ends without decoding.
   */
  public static boolean splittable(CorpusManifest corpus, String file, String entry) {
    return corpus.document().kind() == Kind.LINE
        && Unpacking.plain(file, entry)
        && endsLinesInAscii(corpus.charset());
  }

  /**
   * All documents of a file.
   *
   * @param file what ids and messages call it: its name, or its path below the folder that the
   *     manifest names; its extension says how it is packed
   * @param entry a path inside it where it is an archive, else empty
   * @param stored the source's file from its beginning; closed with what is returned; the caller's
   *     to close where this throws
   */
  public Documents read(String file, String entry, InputStream stored) {
    return open(
        Unpacking.name(file, entry),
        Unpacking.open(file, entry, stored),
        Unpacking.plain(file, entry),
        Long.MAX_VALUE);
  }

  /**
   * The documents of one range, by Hadoop's convention: a range that begins after byte 0 passes
   * over everything up to and including the first line end, and each range reads the lines that
   * begin no later than its own end. So every line is read once, however a file is cut, and no
   * range needs a byte from before its start. Ids are those that reading the whole file gives.
   *
   * @param stored the source's file, standing at byte {@code start}; it may run past the range
   * @param length of the range in bytes
   */
  public Documents readRange(String file, InputStream stored, long start, long length) {
    if (!splittable(corpus, file, "") || start < 0 || length < 1) {
      throw new IllegalArgumentException(file + ": range " + start + " + " + length);
    }
    InputStream bytes = Unpacking.open(file, "", stored);
    long end = start + length;
    if (start == 0) {
      return open(file, bytes, true, end);
    }
    BadByteRule badBytes = badBytes(file);
    ByteLines lines = lines(bytes, corpus.charset(), start, 0, badBytes);
    lines.skipLine();
    return new Documents(file, corpus, settings, lines, badBytes, true, end);
  }

  private Documents open(String name, InputStream bytes, boolean plain, long lastStart) {
    PushbackInputStream stream = new PushbackInputStream(bytes, MARK);
    ByteOrderMark mark = mark(name, stream);
    BadByteRule badBytes = badBytes(name);
    Charset charset = mark.charset();
    ByteLines lines =
        endsLinesInAscii(charset)
            ? lines(stream, charset, 0, mark.length(), badBytes)
            : lines(
                new Transcoder(stream, charset, mark.length(), badBytes),
                StandardCharsets.UTF_8,
                0,
                0,
                badBytes);
    boolean addressed = plain && endsLinesInAscii(charset);
    return new Documents(name, corpus, settings, lines, badBytes, addressed, lastStart);
  }

  private ByteOrderMark mark(String name, PushbackInputStream stream) {
    try {
      byte[] start = stream.readNBytes(MARK);
      ByteOrderMark mark = ByteOrderMark.read(start, corpus.charset(), name);
      stream.unread(start, mark.length(), start.length - mark.length());
      return mark;
    } catch (IOException e) {
      throw new UncheckedIOException("streams here are guarded", e);
    }
  }

  private ByteLines lines(
      InputStream in, Charset charset, long start, int mark, BadByteRule badBytes) {
    return new ByteLines(in, charset, start, mark, settings.maxDocument(), badBytes);
  }

  private BadByteRule badBytes(String name) {
    return new BadByteRule(name, corpus.charset(), settings.badBytes(), advice);
  }

  /** A short list of the common ones: what is not on it is read all the same, in one piece. */
  private static boolean endsLinesInAscii(Charset charset) {
    String name = charset.name();
    return charset.equals(StandardCharsets.UTF_8)
        || charset.equals(StandardCharsets.US_ASCII)
        || name.startsWith("ISO-8859-")
        || name.startsWith("windows-125")
        || name.startsWith("KOI8-");
  }
}
