package dev.perplex.text.spark;

import dev.perplex.provenance.Fingerprint;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** 128 bits of a text's SHA-256: equal texts have equal keys, and no two others will ever. */
record ContentKey(long high, long low) implements Serializable {
  static ContentKey of(String text) {
    ByteBuffer digest =
        ByteBuffer.wrap(Fingerprint.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    return new ContentKey(digest.getLong(), digest.getLong());
  }
}
