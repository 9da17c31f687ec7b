package dev.perplex.provenance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes secrets out of what others may read: manifests, events, results, messages. Perplex asks for
 * none and hands none on; users put them into addresses and options all the same.
 */
public final class Redaction {
  /** What stands in a secret's place. */
  public static final String MARK = "*********(redacted)"; // Spark's own

  /**
   * Names of secrets: {@code spark.redaction.regex}, except that a bare "token" is what all is
   * about here.
   */
  private static final String NAME =
      "[\\w.-]*(?:secret|passw(?:or)?d|access[._-]?key|credential"
          + "|(?:session|auth|access|bearer|security|delegation)[._-]?token|signature)[\\w.-]*";

  /** {@code user:password@} of an address. */
  private static final Pattern USER = Pattern.compile("(?<=://)[^/@\\s\"'?#]+@");

  /** {@code name=value} and {@code "name": "value"}, in parameters of an address too. */
  private static final Pattern PAIR =
      Pattern.compile("(?i)(?<![\\w.-])(" + NAME + "\"?\\s*[=:]\\s*\"?)[^\\s\"',;&]+");

  private Redaction() {}

  /** A text without the secrets in it; the same text where there are none. */
  public static String of(String text) {
    if (text == null || (text.indexOf('@') < 0 && text.indexOf('=') < 0 && text.indexOf(':') < 0)) {
      return text;
    }
    String mark = java.util.regex.Matcher.quoteReplacement(MARK);
    return PAIR.matcher(USER.matcher(text).replaceAll(mark + "@")).replaceAll("$1" + mark);
  }

  /** The same for values of settings: of texts, and of texts in lists. */
  static Map<String, Object> of(Map<String, Object> settings) {
    Map<String, Object> clean = new TreeMap<>();
    settings.forEach((key, value) -> clean.put(key, ofValue(value)));
    return clean;
  }

  private static Object ofValue(Object value) {
    if (value instanceof String text) {
      return of(text);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Redaction::ofValue).collect(Collectors.toList());
    }
    return value;
  }
}
