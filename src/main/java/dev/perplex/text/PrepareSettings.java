package dev.perplex.text;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.Locale;

/**
 * The settings of the stage {@code prepare}.
 *
 * @param corpus the path of the corpus manifest
 * @param badBytes what happens to bytes that are not text in the promised encoding
 * @param maxDocument the largest document, in characters (Unicode code points)
 * @param range bytes of a plain file that one task reads
 */
public record PrepareSettings(String corpus, BadBytes badBytes, long maxDocument, long range)
    implements Serializable {

  /** REPLACE puts U+FFFD in their place, DROP nothing; both count them. */
  public enum BadBytes {
    REFUSE,
    REPLACE,
    DROP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A character takes up to 4 bytes, and a line's bytes must fit in one array. */
  private static final long LARGEST_DOCUMENT = 1L << 28;

  public PrepareSettings {
    Check.notBlank("corpus", corpus);
    Check.that(badBytes != null, "bad-bytes", "null", "is none of refuse, replace, drop");
    Check.atLeast("max-document", maxDocument, 1);
    Check.atMost("max-document", maxDocument, LARGEST_DOCUMENT);
    Check.atLeast("range", range, 1);
  }
}
