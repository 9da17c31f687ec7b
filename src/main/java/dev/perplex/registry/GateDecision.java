package dev.perplex.registry;

import java.util.List;

/**
 * What one gate said.
 *
 * @param gate its name
 * @param outcome of it
 * @param measured value; null where there is none
 * @param threshold that it was held against; null where there is none
 * @param setting full key of the threshold
 * @param message measured value and threshold, in words
 */
public record GateDecision(
    String gate,
    Outcome outcome,
    Double measured,
    Double threshold,
    String setting,
    String message) {

  /** How a gate ends. */
  public enum Outcome {
    PASSED,
    REFUSED,
    /** There was nothing to measure, or the gate is off. */
    LEFT_OUT
  }

  static GateDecision of(
      String gate,
      boolean passed,
      Double measured,
      Double threshold,
      String setting,
      String message) {
    return new GateDecision(
        gate, passed ? Outcome.PASSED : Outcome.REFUSED, measured, threshold, setting, message);
  }

  static GateDecision leftOut(String gate, String setting, String why) {
    return new GateDecision(gate, Outcome.LEFT_OUT, null, null, setting, why);
  }

  /** Whether it lets the candidate pass; what cannot be measured does. */
  public boolean passes() {
    return outcome != Outcome.REFUSED;
  }

  /** Those that refuse. */
  public static List<GateDecision> refusals(List<GateDecision> all) {
    return all.stream().filter(each -> !each.passes()).toList();
  }

  /** {@code relative refused: ...}, for a console. */
  public String line() {
    return switch (outcome) {
          case PASSED -> "passed   ";
          case REFUSED -> "refused  ";
          case LEFT_OUT -> "left out ";
        }
        + gate
        + ": "
        + message;
  }
}
