package dev.perplex.provenance;

import java.util.Locale;

/** How settings, files and messages spell a value. */
public final class Labels {
  private Labels() {}

  /** A constant {@code PEEPHOLE_LSTM} is {@code peephole-lstm}; anything else is as it is. */
  public static String of(Object value) {
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
        : String.valueOf(value);
  }
}
