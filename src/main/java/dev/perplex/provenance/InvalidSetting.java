package dev.perplex.provenance;

/**
 * A settings record refuses one of its components. The configuration layer, which knows the full
 * key and the default, turns it into the message that the user sees.
 */
public final class InvalidSetting extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String value;
  private final String complaint;

  /**
   * @param key the component's key in the record's own block, in kebab-case: {@code min-count}
   * @param complaint what is wrong, as the rest of a sentence: {@code is below 1}
   */
  public InvalidSetting(String key, Object value, String complaint) {
    super(key + " = " + value + " " + complaint);
    this.key = key;
    this.value = String.valueOf(value);
    this.complaint = complaint;
  }

  public String key() {
    return key;
  }

  public String value() {
    return value;
  }

  public String complaint() {
    return complaint;
  }
}
