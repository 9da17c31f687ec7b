package dev.perplex.eval;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.vocab.Vocabulary;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Checksums of documents as a model meets them: of the spelling of their tokens, so that two
 * vocabularies that differ in ids and agree on the tokens have the same.
 */
public final class TokenChecksums implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BYTES = 16; // kept of a document's

  private final long[] words; // [vocabulary], of the spelling

  public TokenChecksums(Vocabulary vocabulary) {
    this.words = new long[vocabulary.size()];
    MessageDigest digest = Fingerprint.digest();
    for (int id = 0; id < words.length; id++) {
      byte[] spelling = vocabulary.word(id).getBytes(StandardCharsets.UTF_8);
      words[id] = ByteBuffer.wrap(digest.digest(spelling)).getLong();
    }
  }

  byte[] of(int[] ids) {
    ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES + ids.length * Long.BYTES);
    buffer.putInt(ids.length);
    for (int id : ids) {
      buffer.putLong(words[id]);
    }
    return Arrays.copyOf(Fingerprint.digest().digest(buffer.array()), BYTES);
  }

  /** One checksum of all documents, in order. */
  public static String together(Iterable<byte[]> documents) {
    MessageDigest digest = Fingerprint.digest();
    documents.forEach(digest::update);
    return HexFormat.of().formatHex(digest.digest());
  }
}
