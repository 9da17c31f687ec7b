package dev.perplex.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.perplex.provenance.InvalidSetting;
import dev.perplex.provenance.Labels;
import dev.perplex.provenance.PerplexException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Binds a HOCON block to a settings record: component {@code minCount} takes key {@code min-count}.
 * What a record refuses becomes a message with the full key and the way out.
 */
final class Binder {
  /** How a user is told to mend a key: the advice for a full key. */
  interface Advice {
    String mend(String key);
  }

  private static final int MOST_NAMED = 40; // keys in a message

  private final Advice advice;

  Binder(Advice advice) {
    this.advice = advice;
  }

  /**
   * @param prefix the block's full key, empty for the top, for messages
   */
  <R extends Record> R bind(Config block, String prefix, Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = value(block, prefix, components[i]);
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidSetting invalid) {
        String key = prefix + invalid.key();
        throw PerplexException.usage(
            "%s = %s %s. %s", key, invalid.value(), invalid.complaint(), advice.mend(key));
      }
      throw new IllegalStateException(type + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is not a public settings record", e);
    }
  }

  private Object value(Config block, String prefix, RecordComponent component) {
    String key = kebab(component.getName());
    Class<?> type = component.getType();
    if (!block.hasPath(key)) {
      if (type == String.class) {
        return ""; // an element of a list, which has no defaults: the empty text means "not given"
      }
      throw PerplexException.usage("%s%s is missing. %s", prefix, key, advice.mend(prefix + key));
    }
    try {
      return convert(block, key, prefix, component);
    } catch (ConfigException.WrongType | ConfigException.BadValue e) {
      throw PerplexException.usage(
          "%s%s = %s is not %s. %s",
          prefix, key, block.getValue(key).unwrapped(), expected(type), advice.mend(prefix + key));
    }
  }

  private Object convert(Config block, String key, String prefix, RecordComponent component) {
    Class<?> type = component.getType();
    if (type == int.class || type == long.class) {
      return whole(block, key, type);
    } else if (type == double.class) {
      return block.getDouble(key);
    } else if (type == boolean.class) {
      return block.getBoolean(key);
    } else if (type == String.class) {
      return block.getString(key);
    } else if (type.isEnum()) {
      return constant(block.getString(key), prefix + key, type);
    } else if (type.isRecord()) {
      return bind(block.getConfig(key), prefix + key + ".", type.asSubclass(Record.class));
    } else if (type == List.class) {
      return list(block, key, prefix, component);
    }
    throw new IllegalStateException("no way to read a " + type + " from a configuration");
  }

  private static Object whole(Config block, String key, Class<?> type) {
    double exact = block.getDouble(key);
    if (exact != Math.rint(exact) || Math.abs(exact) > 9e15) {
      throw new ConfigException.BadValue(key, "not a whole number");
    }
    long number = block.getLong(key);
    if (type == long.class) {
      return number;
    }
    if (number != (int) number) {
      throw new ConfigException.BadValue(key, "too large");
    }
    return (int) number;
  }

  private Object list(Config block, String key, String prefix, RecordComponent component) {
    ParameterizedType generic = (ParameterizedType) component.getGenericType();
    Class<?> element = (Class<?>) generic.getActualTypeArguments()[0];
    if (element == Integer.class) {
      return List.copyOf(block.getIntList(key));
    }
    if (element == Double.class) {
      return List.copyOf(block.getDoubleList(key));
    }
    if (!element.isRecord()) {
      return List.copyOf(block.getStringList(key));
    }
    List<Object> records = new ArrayList<>();
    int index = 0;
    for (ConfigValue value : block.getList(key)) {
      String place = prefix + key + "[" + index++ + "].";
      if (!(value instanceof ConfigObject object)) {
        throw new ConfigException.BadValue(key, "not a list of blocks");
      }
      Class<? extends Record> record = element.asSubclass(Record.class);
      Set<String> known =
          Arrays.stream(record.getRecordComponents())
              .map(each -> kebab(each.getName()))
              .collect(Collectors.toSet());
      for (String name : object.keySet()) {
        if (!known.contains(name)) {
          throw unknown(place + name, name, known, object.get(name));
        }
      }
      records.add(bind(object.toConfig(), place, record));
    }
    return List.copyOf(records);
  }

  static PerplexException unknown(String full, String name, Set<String> known, ConfigValue value) {
    String meant =
        Spelling.nearest(name, known)
            .map(near -> " Did you mean " + near + "?")
            .orElse(
                known.size() > MOST_NAMED
                    ? " 'perplex config' lists all."
                    : " Known are " + String.join(", ", new TreeSet<>(known)) + ".");
    return PerplexException.usage(
        "%s is not a known setting (%s).%s",
        Spelling.cut(full), value.origin().description(), meant);
  }

  private static Object constant(String text, String full, Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (Labels.of(constant).equals(text.toLowerCase(Locale.ROOT))) {
        return constant;
      }
    }
    List<String> labels = Arrays.stream(type.getEnumConstants()).map(Labels::of).toList();
    String meant = Spelling.nearest(text, labels).map(n -> " Did you mean " + n + "?").orElse("");
    throw PerplexException.usage(
        "%s = %s is not one of %s.%s", full, text, String.join(", ", labels), meant);
  }

  private static String expected(Class<?> type) {
    if (type == int.class || type == long.class) {
      return "a whole number";
    } else if (type == double.class) {
      return "a number";
    } else if (type == boolean.class) {
      return "true or false";
    }
    return type == List.class ? "a list" : type.isRecord() ? "a block" : "a text";
  }

  static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
