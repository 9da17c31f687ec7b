package dev.perplex.provenance;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What decides a stage's result: the settings that change it, its inputs' content and the stage's
 * version. Two runs with equal fingerprints make equal artefacts, so the second one is skipped. Run
 * ids, paths and timings never enter.
 */
public record Fingerprint(String hex) implements Serializable {

  /** Hexadecimal digits kept: 64 bits, ample for the artefacts of one storage root. */
  private static final int DIGITS = 16;

  /**
   * @param settings the settings that change results, by full key
   * @param inputs content checksums of what the stage reads, by role
   */
  public static Fingerprint of(Stage stage, Map<String, ?> settings, Map<String, String> inputs) {
    Map<String, Object> all = new TreeMap<>();
    all.put("stage", stage.label());
    all.put("version", stage.version());
    all.put("settings", new TreeMap<>(settings));
    all.put("inputs", new TreeMap<>(inputs));
    return new Fingerprint(
        sha256(Json.line(all).getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS));
  }

  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
