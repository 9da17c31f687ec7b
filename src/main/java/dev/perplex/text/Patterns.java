package dev.perplex.text;

import dev.perplex.provenance.InvalidSetting;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The regular expressions of a corpus manifest; each is looked for anywhere in a line. */
final class Patterns {
  private Patterns() {}

  /** UNIX_LINES, so that a dot matches all that can stand in a line: only \n ends one here. */
  static Pattern compile(String key, String regex) {
    try {
      return Pattern.compile(regex, Pattern.UNIX_LINES);
    } catch (PatternSyntaxException e) {
      throw new InvalidSetting(
          key, regex, "is not a regular expression (" + e.getDescription() + ")");
    }
  }
}
