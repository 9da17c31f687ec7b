package dev.perplex.text;

import dev.perplex.provenance.Check;
import dev.perplex.provenance.Fingerprint;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How a corpus is cut into train, valid and test.
 *
 * @param valid HASH only: the expected share of documents that go to valid
 * @param test HASH only: the expected share of documents that go to test
 */
public record SplitRule(Kind kind, double valid, double test) implements Serializable {

  /** HASH: by the document's content. OWN: each source says its split. */
  public enum Kind {
    HASH,
    OWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

  public SplitRule {
    Check.that(kind != null, "kind", "null", "is none of hash, own");
    Check.between("valid", valid, 0, 0.5);
    Check.between("test", test, 0, 0.5);
    Check.that(valid + test < 1, "test", test, "leaves nothing to train on, with valid = " + valid);
  }

  /**
   * The split of a document under HASH: a function of its text alone, so equal documents never
   * stand on both sides, and growing a corpus moves no document. The first 53 bits of SHA-256 are
   * read as a number in [0, 1): test comes first, valid next.
   */
  public Split splitOf(String text) {
    if (kind != Kind.HASH) {
      throw new IllegalStateException("split.kind = " + kind + ": the source says its split");
    }
    byte[] hash = Fingerprint.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    double place = (ByteBuffer.wrap(hash).getLong() >>> 11) * TWO_TO_MINUS_53;
    if (place < test) {
      return Split.TEST;
    }
    return place < test + valid ? Split.VALID : Split.TRAIN;
  }
}
