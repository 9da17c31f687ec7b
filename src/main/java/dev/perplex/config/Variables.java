package dev.perplex.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.perplex.provenance.PerplexException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What {@code ${NAME}} stands for in configuration files and corpus manifests: a value that was
 * given to the command, else that of the environment. A driver in cluster mode has another
 * environment than who submits it; what is given to the command travels with it.
 */
public final class Variables {
  public static final Variables NONE = new Variables(Map.of());

  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]*");

  private final Map<String, String> values;

  private Variables(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Of {@code NAME=VALUE} each; the last of a name counts.
   *
   * @throws PerplexException exit code 2, where one is not of that form
   */
  public static Variables of(List<String> assignments) {
    Map<String, String> values = new TreeMap<>();
    for (String text : assignments) {
      int equals = text.indexOf('=');
      if (equals < 0 || !NAME.matcher(text.substring(0, equals)).matches()) {
        throw PerplexException.usage(
            "--variable %s is not of the form NAME=VALUE, with a name of capital letters, digits"
                + " and underscores. Write --variable PERPLEX_CORPUS=hdfs://namenode/corpora/news.",
            text);
      }
      values.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return new Variables(values);
  }

  /** These, and one more where it is not among them. */
  public Variables or(String name, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.putIfAbsent(name, value);
    return new Variables(more);
  }

  /** Substitutes. Keys of settings have small letters, so no variable hides one. */
  Config resolve(Config config) {
    Config known = config.withFallback(asConfig()).resolve();
    for (String name : values.keySet()) {
      known = known.withoutPath(name);
    }
    return known;
  }

  private Config asConfig() {
    Config all = ConfigFactory.empty();
    for (Map.Entry<String, String> each : values.entrySet()) {
      all =
          all.withValue(
              each.getKey(), ConfigValueFactory.fromAnyRef(each.getValue(), "--variable"));
    }
    return all;
  }
}
