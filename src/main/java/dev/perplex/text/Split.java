package dev.perplex.text;

import dev.perplex.provenance.InvalidSetting;
import java.util.Locale;

/** The part of a corpus that a document belongs to. */
public enum Split {
  TRAIN,
  VALID,
  TEST;

  /** The name that a user types and sees, and that files carry. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws InvalidSetting where the label is none of the three
   */
  public static Split of(String label) {
    for (Split split : values()) {
      if (split.label().equals(label)) {
        return split;
      }
    }
    throw new InvalidSetting("split", label, "is none of train, valid, test");
  }

  @Override
  public String toString() {
    return label();
  }
}
