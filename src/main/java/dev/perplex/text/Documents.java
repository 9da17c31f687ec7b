package dev.perplex.text;

import com.ibm.icu.text.Normalizer2;
import dev.perplex.provenance.PerplexException;
import dev.perplex.text.DocumentRule.Kind;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.regex.Matcher;

/** The documents of a source, or of a range of it, in order, read as they are asked for. */
public final class Documents implements Iterator<Document>, AutoCloseable {
  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

  /** Offsets are padded so that ids sort as numbers, up to sources of 10 TB. */
  private static final int OFFSET_DIGITS = 13;

  private static final String ZEROS = "0".repeat(OFFSET_DIGITS);

  private final String name;
  private final String prefix; // of ids
  private final ByteLines lines;
  private final long lastStart; // documents of the range begin no later
  private final boolean addressed; // ids carry byte offsets, not ordinals
  private final Kind kind;
  private final Matcher start; // null where the rule has none
  private final Matcher extract; // null where lines are kept whole
  private final boolean keepBlank;
  private final long maxDocument;
  private final BadByteRule badBytes;

  private ReadCounts counts = ReadCounts.NONE;
  private Document next;
  private boolean ended;

  private boolean open; // a document has begun
  private long openedAt;
  private long ordinal; // of the open or next document, from 0
  private long characters; // of the open document, line ends included
  private String first; // its first line; null before
  private final StringBuilder rest = new StringBuilder(); // its further lines, each after a \n

  Documents(
      String name,
      CorpusManifest corpus,
      PrepareSettings settings,
      ByteLines lines,
      BadByteRule badBytes,
      boolean addressed,
      long lastStart) {
    this.name = name;
    this.prefix = name + "#";
    this.lines = lines;
    this.lastStart = lastStart;
    this.addressed = addressed;
    this.kind = corpus.document().kind();
    this.start = matcher("start", corpus.document().start());
    this.extract = matcher("extract", corpus.document().extract());
    this.keepBlank = corpus.split().kind() == SplitRule.Kind.OWN;
    this.maxDocument = settings.maxDocument();
    this.badBytes = badBytes;
  }

  /** What was read so far; complete once {@link #hasNext} has said that there is no more. */
  public ReadCounts counts() {
    return counts.plus(new ReadCounts(0, 0, badBytes.count(), 0, 0, 0));
  }

  @Override
  public boolean hasNext() {
    if (next == null && !ended) {
      next = advance();
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public Document next() {
    if (!hasNext()) {
      throw new NoSuchElementException(name);
    }
    Document document = next;
    next = null;
    counts = counts.plusDocument(document);
    return document;
  }

  @Override
  public void close() {
    lines.close();
  }

  private Document advance() {
    while (lines.position() <= lastStart && lines.next()) {
      String line = lines.text();
      if (line == null) {
        throw tooLong(open ? openedAt : lines.start());
      }
      Document finished = endsBefore(line) ? finish() : null;
      if (kind != Kind.PARAGRAPH || !WhiteSpace.only(line)) {
        take(line);
      }
      if (kind == Kind.LINE) {
        finished = finish();
      }
      if (finished != null) {
        return finished;
      }
    }
    return finish();
  }

  private boolean endsBefore(String line) {
    return switch (kind) {
      case FILE, LINE -> false;
      case PARAGRAPH -> WhiteSpace.only(line);
      case RECORD -> start.reset(line).find();
    };
  }

  private void take(String line) {
    if (!open) {
      open = true;
      openedAt = lines.start();
      characters = 0;
      first = null;
      rest.setLength(0);
    }
    String kept = line;
    if (extract != null) {
      kept = extract.reset(line).find() ? extract.group(1) : null;
    }
    if (kept == null) {
      return;
    }
    // Line by line is enough: a \n neither composes with what follows nor is reordered.
    kept = NFC.normalize(kept);
    characters += kept.codePointCount(0, kept.length()) + 1L;
    if (characters > maxDocument) {
      throw tooLong(openedAt);
    }
    if (first == null) {
      first = kept;
    } else {
      rest.append('\n').append(kept);
    }
  }

  /** The open document; null where none is open, no line of it was kept, or it is blank. */
  private Document finish() {
    if (!open) {
      return null;
    }
    open = false;
    if (first == null) {
      return null;
    }
    String text = rest.length() == 0 ? first : first + rest;
    Document document = new Document(id(addressed ? openedAt : ordinal), text);
    ordinal++;
    // A corpus that brings its own split is read to the last line, so that counts can be compared.
    if (!keepBlank && WhiteSpace.only(text)) {
      counts = counts.plusEmpty();
      return null;
    }
    return document;
  }

  private String id(long offset) {
    String digits = Long.toString(offset);
    return prefix + ZEROS.substring(Math.min(digits.length(), OFFSET_DIGITS)) + digits;
  }

  private PerplexException tooLong(long offset) {
    return PerplexException.dataRefused(
        "%s: %s is longer than prepare.max-document = %d characters. Raise it"
            + " with --set prepare.max-document=N, or choose another document rule (document.kind)"
            + " in the corpus manifest.",
        name, addressed ? "the document at byte " + offset : "document " + ordinal, maxDocument);
  }

  private static Matcher matcher(String key, String regex) {
    return regex.isEmpty() ? null : Patterns.compile(key, regex).matcher("");
  }
}
