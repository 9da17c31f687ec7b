package dev.perplex.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
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

  private static final Pattern SECRET = Pattern.compile("(?i)" + NAME);

  private Redaction() {}

  /** A text without the secrets in it; the same text where there are none. */
  public static String of(String text) {
    if (text == null || (text.indexOf('@') < 0 && text.indexOf('=') < 0 && text.indexOf(':') < 0)) {
      return text;
    }
    String mark = Matcher.quoteReplacement(MARK);
    return PAIR.matcher(USER.matcher(text).replaceAll(mark + "@")).replaceAll("$1" + mark);
  }

  /** The same for all texts of a JSON value, and for whatever stands under the name of a secret. */
  public static JsonNode of(JsonNode node) {
    if (node.isTextual()) {
      return new TextNode(of(node.textValue()));
    }
    if (node.isObject()) {
      ObjectNode clean = JsonNodeFactory.instance.objectNode();
      node.fields()
          .forEachRemaining(
              each ->
                  clean.set(
                      each.getKey(),
                      isSecret(each.getKey()) ? new TextNode(MARK) : of(each.getValue())));
      return clean;
    }
    if (node.isArray()) {
      ArrayNode clean = JsonNodeFactory.instance.arrayNode();
      node.forEach(each -> clean.add(of(each)));
      return clean;
    }
    return node;
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name).matches();
  }

  /** The same for values of settings: of texts, and of texts in lists. */
  static Map<String, Object> of(Map<String, Object> settings) {
    Map<String, Object> clean = new TreeMap<>();
    settings.forEach((key, value) -> clean.put(key, isSecret(key) ? MARK : ofValue(value)));
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
