package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import dev.perplex.registry.Registry;
import dev.perplex.report.History;
import dev.perplex.report.page.HistoryPage;
import dev.perplex.store.Location;
import java.nio.charset.StandardCharsets;

/**
 * The page over all reports of a storage root, {@code reports/index.html}. It is made of what lies
 * there, so that it can be made again at any time and by anyone.
 */
public final class ReportHistory {
  static final String PAGE_FILE = "index.html";
  private static final int TRIES = 5; // other runs that end within the same second

  private final Location root;
  private final Location reports;

  public ReportHistory(Location root) {
    this.root = root;
    this.reports = root.child("reports");
  }

  /**
   * Writes the page; returns where it lies. Of two runs that write at once, the one that writes
   * last may have looked before the other's report was there: so each looks again after it has
   * written.
   */
  public String write() {
    Location page = reports.child(PAGE_FILE);
    String made = HistoryPage.of(read());
    for (int i = 0; i < TRIES; i++) {
      page.replaceBytes(made.getBytes(StandardCharsets.UTF_8));
      String again = HistoryPage.of(read());
      if (again.equals(made)) {
        break;
      }
      made = again;
    }
    return page.toString();
  }

  /**
   * All reports that lie there, and the registries; one that is damaged or half written does not
   * hide the others.
   */
  History read() {
    History.Collector collector = new History.Collector();
    for (String run : reports.names()) {
      Location folder = reports.child(run);
      if (run.startsWith(".") || run.equals(PAGE_FILE)) {
        continue;
      }
      try {
        Location report = folder.child(ReportJob.JSON_FILE);
        Location record = folder.child(ShownReport.RECORD_FILE);
        if (!report.exists() || !record.exists()) {
          collector.missing(run, "its report has no record of the run; made by an older version");
        } else {
          collector.add(run, report.readText(), record.readText());
        }
      } catch (PerplexException e) {
        collector.missing(run, "its report cannot be read");
      }
    }
    for (String pipeline : Registry.pipelines(root)) {
      collector.add(pipeline, Registry.of(root, pipeline).look());
    }
    return collector.history();
  }
}
