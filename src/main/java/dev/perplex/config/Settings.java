package dev.perplex.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The effective settings of a run. Later sources win: {@code reference.conf}, the configuration
 * files in the order given, {@code --set}. A key that {@code reference.conf} does not have is an
 * error in any of them.
 */
public final class Settings {
  private static final String REFERENCE = "reference.conf";
  private static final String CORPUS_REFERENCE = "corpus-reference.conf";
  private static final String CORPUS = "prepare.corpus"; // names the manifest
  private static final String PACKED_SETTINGS = "settings";
  private static final String PACKED_CORPUS = "corpus";

  private final Config effective;
  private final Config reference;
  private final Variables variables;
  private final Config corpus; // a manifest that came along; null where it is a file

  private Settings(Config effective, Config reference, Variables variables, Config corpus) {
    this.effective = effective;
    this.reference = reference;
    this.variables = variables;
    this.corpus = corpus;
  }

  /**
   * Merges and checks all keys.
   *
   * @param files configuration files, weakest first
   * @param assignments {@code key=value} from the command line, strongest
   * @throws PerplexException exit code 2, for an unreadable file, an unknown key or a bad value
   */
  public static Settings load(List<Path> files, List<String> assignments) {
    return load(files, assignments, Variables.NONE);
  }

  /**
   * The same.
   *
   * @param variables what {@code ${NAME}} stands for in them
   */
  public static Settings load(List<Path> files, List<String> assignments, Variables variables) {
    Config reference = resource(REFERENCE);
    List<Config> sources = new ArrayList<>();
    for (Path file : files) {
      sources.add(file(file));
    }
    for (String assignment : assignments) {
      sources.add(assignment(assignment));
    }
    Config merged = reference;
    for (Config source : sources) {
      checkKeys(source, reference, variables);
      merged = source.withFallback(merged);
    }
    return new Settings(resolve(merged, variables), reference.resolve(), variables, null);
  }

  /** All of it as one text that {@link #of} reads, the corpus manifest included. */
  String rendered() {
    return ConfigFactory.empty()
        .withValue(PACKED_SETTINGS, effective.root())
        .withValue(PACKED_CORPUS, manifest().root())
        .root()
        .render(ConfigRenderOptions.concise());
  }

  /**
   * @param rendered by {@link #rendered}
   * @throws IllegalArgumentException where it was not
   */
  static Settings of(String rendered) {
    Config reference = resource(REFERENCE);
    try {
      Config both = ConfigFactory.parseString(rendered, options("--packed"));
      Config settings = both.getConfig(PACKED_SETTINGS);
      checkKeys(settings, reference, Variables.NONE);
      return new Settings(
          settings, reference.resolve(), Variables.NONE, both.getConfig(PACKED_CORPUS));
    } catch (ConfigException e) {
      throw new IllegalArgumentException("they are no settings", e);
    }
  }

  /** Binds a block to its record, checking every value. */
  public <R extends Record> R block(String key, Class<R> type) {
    return new Binder(this::advice).bind(effective.getConfig(key), key + ".", type);
  }

  /**
   * All values below a block by full key, in the form that fingerprints and records take: equal
   * numbers are equal there, however they were written.
   */
  public Map<String, Object> values(String block) {
    Map<String, Object> values = new TreeMap<>();
    Config defaults = reference.getConfig(block);
    for (Map.Entry<String, ConfigValue> entry : effective.getConfig(block).entrySet()) {
      Object value = entry.getValue().unwrapped();
      if (value instanceof Number number) {
        value = likeDefault(number, defaults.getValue(entry.getKey()).unwrapped());
      }
      values.put(block + "." + plain(entry.getKey()), value);
    }
    return values;
  }

  /** Given 5, a 5.0 where reference.conf writes a fraction; given 5.0, a 5 where it does not. */
  private static Object likeDefault(Number number, Object preset) {
    if (preset instanceof Double) {
      return number.doubleValue();
    }
    boolean whole = number.doubleValue() == number.longValue();
    return preset instanceof Number && whole ? (Object) number.longValue() : number;
  }

  /** Every key with its value and where it was set, sorted by key. */
  public List<Effective> effective() {
    return effective.entrySet().stream()
        .map(
            entry ->
                new Effective(
                    plain(entry.getKey()),
                    entry.getValue().render(ConfigRenderOptions.concise()),
                    origin(entry.getValue())))
        .sorted(java.util.Comparator.comparing(Effective::key))
        .toList();
  }

  /** One line of {@code perplex config}. */
  public record Effective(String key, String value, String origin) {}

  /**
   * The corpus manifest: the file that {@code prepare.corpus} names, or what was packed with these
   * settings.
   */
  public <R extends Record> R corpus(Class<R> type) {
    String file = effective.getString(CORPUS);
    return new Binder(key -> "Mend it in " + file + ".").bind(manifest(), "", type);
  }

  /** A HOCON file of its own, over the defaults that a resource states. */
  private Config manifest() {
    if (corpus != null) {
      return corpus;
    }
    Path file = Path.of(effective.getString(CORPUS));
    if (!Files.isReadable(file)) {
      throw PerplexException.usage(
          "prepare.corpus = %s cannot be read. Give the path of a corpus manifest; data-prep/ has"
              + " examples.",
          file);
    }
    Config defaults = resource(CORPUS_REFERENCE);
    Config given = file(file);
    checkKeys(given, defaults, variables);
    return resolve(given.withFallback(defaults), variables);
  }

  private String advice(String key) {
    if (!reference.hasPath(key)) {
      return "'perplex config' prints all keys.";
    }
    String value = reference.getValue(key).render(ConfigRenderOptions.concise());
    return "Set " + key + " in conf/perplex.conf or pass --set " + key + "=" + value + ".";
  }

  private static Config resource(String name) {
    return ConfigFactory.parseResources(
        Settings.class.getClassLoader(),
        name,
        ConfigParseOptions.defaults().setAllowMissing(false).setOriginDescription(name));
  }

  /**
   * @param origin as errors and {@code perplex config} name it
   */
  private static ConfigParseOptions options(String origin) {
    return ConfigParseOptions.defaults()
        .setOriginDescription(origin)
        .setIncluder(LocalIncludes.of());
  }

  private static Config file(Path file) {
    if (!Files.isReadable(file)) {
      throw PerplexException.usage(
          "The configuration file %s cannot be read. Check its path and permissions.", file);
    }
    try {
      return ConfigFactory.parseFile(file.toFile(), options(file.toString()));
    } catch (ConfigException e) {
      throw syntax(e);
    } catch (StackOverflowError e) {
      throw PerplexException.usage(
          "The configuration file %s cannot be read: its brackets are nested too deeply.", file);
    }
  }

  private static Config assignment(String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw PerplexException.usage(
          "--set %s is not of the form key=value. Write --set word2vec.window=5.", text);
    }
    String key = text.substring(0, equals).strip();
    String value = text.substring(equals + 1).strip();
    if (!value.matches("[\"\\[{$].*") && (value.contains("//") || value.contains("#"))) {
      // HOCON would take the rest for a comment, and a path would silently lose its end.
      return ConfigFactory.empty().withValue(key, ConfigValueFactory.fromAnyRef(value, "--set"));
    }
    try {
      return ConfigFactory.parseString(key + " = " + value, options("--set"));
    } catch (ConfigException e) {
      // Not HOCON as it stands (a path with a colon, say): the text itself is the value.
      return ConfigFactory.empty().withValue(key, ConfigValueFactory.fromAnyRef(value, "--set"));
    }
  }

  private static Config resolve(Config config, Variables variables) {
    try {
      return variables.resolve(config);
    } catch (ConfigException.UnresolvedSubstitution e) {
      String message = e.getMessage();
      throw new PerplexException(
          ExitCode.USAGE,
          "A configuration file uses a variable that is not set: "
              + message.replaceAll("(?s)\n.*", "")
              + ". Pass --variable NAME=VALUE, export it as an environment variable, or write the"
              + " value.",
          e);
    } catch (ConfigException e) {
      throw syntax(e);
    }
  }

  private static PerplexException syntax(ConfigException e) {
    return new PerplexException(
        ExitCode.USAGE,
        "The configuration cannot be read: "
            + Spelling.cut(String.valueOf(e.getMessage()).replaceAll("(?s)\n.*", "")),
        e);
  }

  private static void checkKeys(Config source, Config reference, Variables variables) {
    Set<String> known =
        reference.entrySet().stream().map(e -> plain(e.getKey())).collect(Collectors.toSet());
    for (Map.Entry<String, ConfigValue> entry : keys(source, variables)) {
      String key = plain(entry.getKey());
      if (!known.contains(key)) {
        throw Binder.unknown(key, key, known, entry.getValue());
      }
    }
  }

  private static Set<Map.Entry<String, ConfigValue>> keys(Config source, Variables variables) {
    try {
      return source.entrySet();
    } catch (ConfigException.NotResolved e) {
      return resolve(source, variables).entrySet();
    }
  }

  private static String plain(String path) {
    return String.join(".", ConfigUtil.splitPath(path));
  }

  private static String origin(ConfigValue value) {
    String description = value.origin().description();
    if (description.startsWith(REFERENCE)) {
      return "default";
    }
    return description.replaceFirst("^merge of ", "");
  }
}
