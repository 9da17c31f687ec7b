package dev.perplex.store;

import java.nio.charset.StandardCharsets;
import org.apache.parquet.io.api.Binary;

/** Texts in Parquet's form; a table by hash holds the last text of each slot. */
final class FrequentTexts {
  private static final int SLOTS = 1 << 16;

  private final String[] texts = new String[SLOTS];
  private final Binary[] binaries = new Binary[SLOTS];

  Binary binary(String text) {
    int hash = text.hashCode();
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    if (!text.equals(texts[slot])) {
      texts[slot] = text;
      // Compares and hashes faster than Binary.fromString, which wraps a buffer.
      binaries[slot] = Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
    }
    return binaries[slot];
  }
}
