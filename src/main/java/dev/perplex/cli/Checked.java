package dev.perplex.cli;

import dev.perplex.provenance.InvalidSetting;
import dev.perplex.provenance.PerplexException;
import java.util.Map;
import java.util.function.Supplier;

/** Makes settings records of options, so that what a record refuses is told as an option. */
final class Checked {
  private Checked() {}

  /**
   * @param advice the option with a value that is fine, by the record's key
   * @throws PerplexException exit code 2, where the record refuses a value
   */
  static <R> R options(Map<String, String> advice, Supplier<R> record) {
    try {
      return record.get();
    } catch (InvalidSetting e) {
      String fine = advice.getOrDefault(e.key(), "--" + e.key() + " VALUE");
      String option = fine.substring(0, fine.indexOf(' '));
      throw PerplexException.usage("%s = %s %s. Pass %s.", option, e.value(), e.complaint(), fine);
    }
  }
}
