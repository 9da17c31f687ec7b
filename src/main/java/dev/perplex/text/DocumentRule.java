package dev.perplex.text;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.Locale;

/**
 * What a document is.
 *
 * @param start RECORD only: a document starts at each line in which this expression is found; lines
 *     before the first are a document of their own
 * @param extract where not empty, of each line only group 1 of this expression is kept, and lines
 *     in which it is not found are skipped
 */
public record DocumentRule(Kind kind, String start, String extract) implements Serializable {

  /** PARAGRAPH: lines between blank lines. RECORD: lines from one start to the next. */
  public enum Kind {
    FILE,
    LINE,
    PARAGRAPH,
    RECORD;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DocumentRule {
    Check.that(kind != null, "kind", "null", "is none of file, line, paragraph, record");
    start = start == null ? "" : start;
    extract = extract == null ? "" : extract;
    if (kind == Kind.RECORD) {
      Check.notBlank("start", start);
    } else {
      Check.that(start.isEmpty(), "start", start, "has no meaning with kind = " + kind);
    }
    Patterns.compile("start", start);
    Check.that(
        extract.isEmpty() || Patterns.compile("extract", extract).matcher("").groupCount() >= 1,
        "extract",
        extract,
        "has no group: put what is to be kept in ( )");
  }
}
