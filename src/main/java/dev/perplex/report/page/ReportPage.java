package dev.perplex.report.page;

import static dev.perplex.report.page.Html.escape;
import static dev.perplex.report.page.Html.number;
import static dev.perplex.report.page.Html.percent;
import static dev.perplex.report.page.Html.perplexity;
import static dev.perplex.report.page.Html.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import dev.perplex.registry.Event;
import dev.perplex.report.Comparison;
import dev.perplex.report.Interval;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The report of a run as one HTML file that opens offline. */
public final class ReportPage {
  private final Report report;
  private final ReportRecord record;
  private final Optional<Event> decision;
  private final JsonNode data;
  private final Html html = new Html();

  private ReportPage(Report report, ReportRecord record, Optional<Event> decision) {
    this.report = report;
    this.record = record;
    this.decision = decision;
    Map<String, Object> all = new LinkedHashMap<>(Map.of("report", report, "record", record));
    decision.ifPresent(event -> all.put("decision", event));
    this.data = Json.tree((Object) all);
  }

  /**
   * The page of a report.
   *
   * @param record of the run that made it: times, machines, what ran before
   */
  public static String of(Report report, ReportRecord record) {
    return of(report, record, Optional.empty());
  }

  /**
   * The page of a report whose run the gates have judged.
   *
   * @param decision of the gates, as the registry has it
   */
  public static String of(Report report, ReportRecord record, Optional<Event> decision) {
    return new ReportPage(report, record, decision).render();
  }

  private String render() {
    head();
    html.raw("<main id=\"start\">\n");
    new ModelSection(report, record, html).write();
    decision.ifPresent(this::gates);
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
    decision.ifPresent(this::decided);
    figures();
    html.raw("<nav aria-label=\"Contents\"><ul>");
    link("perplexity", "Perplexity");
    decision.ifPresent(each -> link("gates", "Promotion"));
    link("learning", "Learning curve");
    link("bands", "By frequency and position");
    link("texts", "Documents, words, samples");
    link("vectors", "Word vectors");
    link("data-facts", "Data");
    link("record", "How to read it");
    link("settings", "Run and settings");
    html.raw("</ul></nav>\n</header>\n");
  }

  /** What became of the candidate then; later promotions and rollbacks stand in the history. */
  private void decided(Event event) {
    boolean promoted = event.kind() == Event.Kind.PROMOTED;
    html.raw("<p class=\"against" + (promoted ? "\">" : " alarm\">"))
        .raw("<strong>" + (promoted ? "Promoted" : "Not promoted") + "</strong> (")
        .raw(escape(GateTable.moment(event.at())))
        .raw("): " + escape(event.why()) + ". <a href=\"../index.html\">History</a></p>\n");
  }

  private void gates(Event event) {
    html.heading("gates", "Promotion");
    String against = event.against().isEmpty() ? "no champion" : "the champion " + event.against();
    GateTable.write(
        "Version " + event.version().id() + " against " + against + ".", event.gates(), html);
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
