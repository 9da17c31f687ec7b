package dev.perplex.report.page;

import static dev.perplex.report.page.Html.escape;
import static dev.perplex.report.page.Html.number;
import static dev.perplex.report.page.Html.percent;
import static dev.perplex.report.page.Html.perplexity;
import static dev.perplex.report.page.Html.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import dev.perplex.report.Comparison;
import dev.perplex.report.Interval;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import java.util.Map;

/** The report of a run as one HTML file that opens offline. */
public final class ReportPage {
  private final Report report;
  private final ReportRecord record;
  private final JsonNode data;
  private final Html html = new Html();

  private ReportPage(Report report, ReportRecord record) {
    this.report = report;
    this.record = record;
    this.data = Json.tree((Object) Map.of("report", report, "record", record));
  }

  /**
   * The page of a report.
   *
   * @param record of the run that made it: times, machines, what ran before
   */
  public static String of(Report report, ReportRecord record) {
    return new ReportPage(report, record).render();
  }

  private String render() {
    head();
    html.raw("<main id=\"start\">\n");
    new ModelSection(report, record, html).write();
    new CurveSection(report, data, html).write();
    new SliceSection(report, data, html).write();
    new TextSection(report, html).write();
    new VectorSection(report, data, html).write();
    new DataSection(report, data, html).write();
    new RecordSection(report, record, html).write();
    html.raw("</main>\n");
    return Page.of(report.pipeline() + ": perplexity report", html.toString(), data);
  }

  private void head() {
    String when = record.date().isEmpty() ? day(record.made()) : record.date();
    html.raw("<header>\n<p class=\"over\">Perplexity report, " + escape(when) + "</p>\n")
        .raw("<h1>" + escape(report.pipeline()) + "</h1>\n<p class=\"corpus\">Corpus: ")
        .raw(escape(report.corpus().title()))
        .raw(" (licence: " + escape(report.corpus().licence()) + ")</p>\n<p class=\"verdict")
        .raw(isWorse() ? " alarm\">" : "\">")
        .raw(escape(report.verdict()) + "</p>\n");
    for (ReportRecord.Earlier each : record.earlier()) {
      html.raw("<p class=\"against\">" + escape(role(each.role())) + " (" + escape(each.run()))
          .raw("): ")
          .raw(escape(each.comparison() == null ? each.refusal() : each.comparison().sentence()))
          .raw("</p>\n");
    }
    figures();
    html.raw("<nav aria-label=\"Contents\"><ul>");
    link("perplexity", "Perplexity");
    link("learning", "Learning curve");
    link("bands", "By frequency and position");
    link("texts", "Documents, words, samples");
    link("vectors", "Word vectors");
    link("data-facts", "Data");
    link("record", "How to read it");
    link("settings", "Run and settings");
    html.raw("</ul></nav>\n</header>\n");
  }

  private static String role(ReportRecord.Role role) {
    return switch (role) {
      case PREVIOUS -> "Against the run before";
      case BEST -> "Against the best so far";
      case CHAMPION -> "Against the last champion";
    };
  }

  private void link(String id, String words) {
    html.raw("<li><a href=\"#" + id + "\">" + words + "</a></li>");
  }

  private static String day(String time) {
    return time.length() < 10 ? time : time.substring(0, 10);
  }

  /** Whether the language model is significantly worse than what it is judged by. */
  private boolean isWorse() {
    return report.comparisons().stream()
            .anyMatch(each -> Report.LSTM.equals(each.model()) && worse(each))
        || record.earlier().stream()
            .anyMatch(each -> each.comparison() != null && worse(each.comparison()));
  }

  private static boolean worse(Comparison each) {
    return each.significant() && each.ratio() > 1;
  }

  /** The few numbers that most readers come for. */
  private void figures() {
    html.raw("<dl class=\"figures\">");
    ModelScore best = report.bestModel();
    if (report.ofCharacters()) {
      figure(
          "bits a character, " + best.title(),
          number(best.bitsPerCharacter(), 4),
          interval(best.bitsPerCharacterInterval(), 4));
    } else {
      figure(
          "test perplexity, " + best.title(),
          perplexity(best.perplexity()),
          interval(best.perplexityInterval(), 2));
      figure("bits a character", number(best.bitsPerCharacter(), 4), "");
    }
    figure("tokens scored", whole(report.test().tokens()), "");
    figure("of them unknown", percent(report.test().unknownShare(), 2), "");
    html.raw("</dl>\n");
  }

  private void figure(String what, String value, String more) {
    html.raw("<div><dt>" + escape(what) + "</dt><dd>" + escape(value))
        .raw(more.isEmpty() ? "" : " <small>" + escape(more) + "</small>")
        .raw("</dd></div>");
  }

  private static String interval(Interval interval, int decimals) {
    return interval.known() ? Html.interval(interval, decimals) : "";
  }
}
