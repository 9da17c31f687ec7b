package dev.perplex.report.page;

import dev.perplex.report.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** A page's text as it grows: headings, tables, and what is put between them. */
final class Html {
  /** What stands where there is no number. */
  static final String NONE = "–";

  private final StringBuilder text = new StringBuilder();

  /** A cell: its markup, and the style of the page that it has; empty for a number's. */
  record Cell(String markup, String style) {
    /** A number, or a word as short. */
    static Cell of(String words) {
      return new Cell(escape(words), "");
    }

    /** Words, which start at the left. */
    static Cell text(String words) {
      return new Cell(escape(words), "text");
    }

    /** A few words, which stay on one line. */
    static Cell brief(String words) {
      return new Cell(escape(words), "text brief");
    }

    static Cell code(String words) {
      return new Cell(escape(words), "text key");
    }
  }

  /** Markup as it stands. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  /** A heading of a part that links lead to. */
  Html heading(String id, String words) {
    return raw("<h2 id=\"" + id + "\">" + escape(words) + "</h2>\n");
  }

  Html subheading(String words) {
    return raw("<h3>" + escape(words) + "</h3>\n");
  }

  Html paragraph(String words) {
    return raw("<p>" + escape(words) + "</p>\n");
  }

  /** What the reader opens when wanted; left out in print. */
  Html fold(String summary) {
    return raw("<details>\n<summary>" + escape(summary) + "</summary>\n");
  }

  Html endFold() {
    return raw("</details>\n");
  }

  /**
   * Begins a table.
   *
   * @param heads of the columns; one with {@link #LEFT} before it stands over words, not numbers
   */
  Html table(String caption, String... heads) {
    // A region that can be scrolled must be reachable by keyboard.
    raw("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .raw(escape(caption))
        .raw("\"><table>\n<caption>" + escape(caption) + "</caption>\n<thead><tr>");
    for (String head : heads) {
      boolean words = head.startsWith(LEFT);
      raw("<th scope=\"col\"" + (words ? " class=\"text\">" : ">"))
          .raw(escape(words ? head.substring(LEFT.length()) : head) + "</th>");
    }
    return raw("</tr></thead>\n<tbody>\n");
  }

  /** Before a head that stands over words. */
  static final String LEFT = "\u0002";

  /** A row of a name and numbers. */
  Html row(String name, String... numbers) {
    return cells("<tr>", name, plain(numbers));
  }

  /** A row that stands out. */
  Html bestRow(String name, String... numbers) {
    return cells("<tr class=\"best\">", name, plain(numbers));
  }

  Html row(String name, Cell... cells) {
    return cells("<tr>", name, cells);
  }

  Html bestRow(String name, Cell... cells) {
    return cells("<tr class=\"best\">", name, cells);
  }

  private static Cell[] plain(String[] numbers) {
    Cell[] cells = new Cell[numbers.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = Cell.of(numbers[i]);
    }
    return cells;
  }

  /** A row whose name leads to another page. */
  Html linkRow(String target, String name, Cell... cells) {
    return named("<tr>", "<a href=\"" + escape(target) + "\">" + escape(name) + "</a>", cells);
  }

  private Html cells(String start, String name, Cell[] cells) {
    return named(start, escape(name), cells);
  }

  private Html named(String start, String name, Cell[] cells) {
    raw(start).raw("<th scope=\"row\">" + name + "</th>");
    for (Cell cell : cells) {
      raw(cell.style().isEmpty() ? "<td>" : "<td class=\"" + cell.style() + "\">");
      raw(cell.markup() + "</td>");
    }
    return raw("</tr>\n");
  }

  Html endTable() {
    return raw("</tbody></table></div>\n");
  }

  static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String number(double number, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", number);
  }

  static String number(Double number, int decimals) {
    return number == null ? NONE : number(number.doubleValue(), decimals);
  }

  /** A share as per cent. */
  static String percent(double share, int decimals) {
    return number(100 * share, decimals) + " %";
  }

  /** A perplexity, exact enough for its size. */
  static String perplexity(double number) {
    return Double.isFinite(number) ? number(number, number < 10_000 ? 2 : 0) : NONE;
  }

  /** So many significant figures, never in powers of ten. */
  static String figures(double number, int figures) {
    if (number == 0 || !Double.isFinite(number)) {
      return number == 0 ? "0" : NONE;
    }
    BigDecimal rounded =
        new BigDecimal(number).round(new MathContext(figures, RoundingMode.HALF_UP));
    return String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
  }

  /** The bounds, or a dash where they are not known. */
  static String interval(Interval interval, int decimals) {
    return interval.known()
        ? number(interval.low(), decimals) + " to " + number(interval.high(), decimals)
        : NONE;
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
