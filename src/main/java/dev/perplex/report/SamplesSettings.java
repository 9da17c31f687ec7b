package dev.perplex.report;

import dev.perplex.provenance.Check;
import java.util.List;

/**
 * Texts that models write for the report.
 *
 * @param temperatures that tokens are drawn with; 0 is always the most probable one
 * @param count of texts by model and temperature; 0 for none
 * @param length tokens of a text
 * @param seed of the draws
 */
public record SamplesSettings(List<Double> temperatures, int count, int length, long seed) {
  public SamplesSettings {
    for (double temperature : temperatures) {
      Check.between("temperatures", temperature, 0, 100);
    }
    Check.atLeast("count", count, 0);
    Check.atMost("count", count, 100);
    Check.atLeast("length", length, 1);
    Check.atMost("length", length, 10_000);
  }
}
