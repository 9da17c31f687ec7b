package dev.perplex.cli;

import dev.perplex.job.Durations;
import dev.perplex.job.RunListener;
import dev.perplex.provenance.Stage;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints what a run does: a line a stage, and progress with rate and time left. */
final class Console implements RunListener {
  private static final long REDRAW_NANOS = 500_000_000L; // on a terminal, in place
  private static final long REPRINT_NANOS = 10_000_000_000L; // elsewhere, a line each

  private static boolean terminal;

  private final PrintWriter out;
  private Stage stage;
  private String unit = "";
  private long startNanos;
  private long startDone;
  private long lastNanos;
  private int drawn; // characters of the line that stands on the terminal

  Console(PrintWriter out) {
    this.out = out;
  }

  static void terminal(boolean isTerminal) {
    terminal = isTerminal;
  }

  @Override
  public synchronized void waiting(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public synchronized void started(Stage started, String why) {
    begin(started);
    line(started, "started (" + why + ")");
  }

  @Override
  public synchronized void skipped(Stage skipped, String why) {
    line(skipped, "skipped: " + why);
  }

  @Override
  public synchronized void progress(Stage running, long done, long total, String what) {
    long now = System.nanoTime();
    if (running != stage || !what.equals(unit) || done < startDone) {
      begin(running);
      unit = what;
      startDone = done;
      lastNanos = now;
      return;
    }
    if (now - lastNanos < (terminal ? REDRAW_NANOS : REPRINT_NANOS) || total <= 0) {
      return;
    }
    lastNanos = now;
    double seconds = (now - startNanos) / 1e9;
    double rate = (done - startDone) / seconds;
    String left =
        rate > 0 && done < total ? ", " + Durations.of((total - done) / rate) + " left" : "";
    String text =
        String.format(
            Locale.ROOT,
            "%3d %%  %,d / %,d %s, %,.0f/s%s",
            100 * done / total,
            done,
            total,
            what,
            rate,
            left);
    if (terminal) {
      draw(label(running) + text);
    } else {
      line(running, text);
    }
  }

  @Override
  public synchronized void note(Stage noted, String text) {
    line(noted, text);
  }

  @Override
  public synchronized void finished(Stage ended, String summary, double seconds) {
    line(ended, "done in " + Durations.of(seconds) + ": " + summary);
  }

  private void begin(Stage next) {
    stage = next;
    unit = "";
    startNanos = System.nanoTime();
    startDone = 0;
  }

  private void draw(String text) {
    out.print("\r" + text + " ".repeat(Math.max(0, drawn - text.length())));
    out.flush();
    drawn = text.length();
  }

  private void line(Stage of, String text) {
    if (drawn > 0) {
      draw("");
      out.print("\r");
      drawn = 0;
    }
    out.println(label(of) + text);
    out.flush();
  }

  private static String label(Stage stage) {
    return String.format("%-9s ", stage.label());
  }
}
