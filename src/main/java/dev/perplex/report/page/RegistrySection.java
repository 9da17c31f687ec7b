package dev.perplex.report.page;

import static dev.perplex.report.page.Html.LEFT;

import dev.perplex.report.History;
import dev.perplex.report.HistoryRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The history's part on the registry: who was promoted and who was not, and what gates said. */
final class RegistrySection {
  private final History.Pipeline pipeline;
  private final Html html;

  RegistrySection(History.Pipeline pipeline, Html html) {
    this.pipeline = pipeline;
    this.html = html;
  }

  /** Nothing where the pipeline has no registry. */
  void write() {
    if (pipeline.moves().isEmpty()) {
      return;
    }
    moves();
    html.fold("What the gates said");
    List<HistoryRun> newest = new ArrayList<>(pipeline.runs());
    Collections.reverse(newest);
    for (HistoryRun run : newest) {
      if (run.judgement() != null) {
        gates(run);
      }
    }
    html.endFold();
  }

  private void moves() {
    html.table(
        "Champions, refusals and rollbacks; newest first.",
        "run",
        LEFT + "when",
        LEFT + "what",
        LEFT + "version",
        LEFT + "by",
        LEFT + "why");
    List<History.Move> newest = new ArrayList<>(pipeline.moves());
    Collections.reverse(newest);
    for (History.Move move : newest) {
      html.row(
          move.run(),
          Html.Cell.brief(GateTable.moment(move.at())),
          Html.Cell.brief(move.what()),
          Html.Cell.brief(move.version()),
          Html.Cell.brief(move.by()),
          Html.Cell.text(move.why()));
    }
    html.endTable();
  }

  private void gates(HistoryRun run) {
    GateTable.write(
        run.run() + ", version " + run.judgement().version() + ": " + run.judgement().standing(),
        run.judgement().gates(),
        html);
  }
}
