package dev.perplex.report.page;

import static dev.perplex.report.page.Html.LEFT;

import dev.perplex.registry.GateDecision;
import java.util.List;
import java.util.Locale;

/** What gates measured, and how they decided. */
final class GateTable {
  private GateTable() {}

  static void write(String caption, List<GateDecision> gates, Html html) {
    html.table(caption, "gate", LEFT + "decision", LEFT + "measured and bound");
    for (GateDecision gate : gates) {
      html.row(
          gate.gate(),
          Html.Cell.brief(gate.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ')),
          Html.Cell.text(gate.message()));
    }
    html.endTable();
  }

  /** A moment without the fractions of its second. */
  static String moment(String at) {
    return at.replaceFirst("\\.\\d+Z$", "Z");
  }
}
