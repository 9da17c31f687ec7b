package dev.perplex.provenance;

/**
 * The bounds that settings records hold their components to; each throws {@link InvalidSetting}.
 */
public final class Check {
  private Check() {}

  public static void atLeast(String key, long value, long bound) {
    if (value < bound) {
      throw new InvalidSetting(key, value, "is below " + bound);
    }
  }

  public static void atMost(String key, long value, long bound) {
    if (value > bound) {
      throw new InvalidSetting(key, value, "is above " + bound);
    }
  }

  /** The bound itself is allowed; NaN is not. */
  public static void between(String key, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new InvalidSetting(
          key, number(value), "is not between " + number(low) + " and " + number(high));
    }
  }

  /** Greater than zero and finite. */
  public static void positive(String key, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidSetting(key, number(value), "is not above 0");
    }
  }

  public static void notBlank(String key, String value) {
    if (value == null || value.isBlank()) {
      throw new InvalidSetting(key, "\"\"", "is empty");
    }
  }

  public static void that(boolean holds, String key, Object value, String complaint) {
    if (!holds) {
      throw new InvalidSetting(key, value, complaint);
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
