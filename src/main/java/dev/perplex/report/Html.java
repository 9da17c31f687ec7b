package dev.perplex.report;

import java.util.Locale;

/** A page's text as it grows: headings, tables, and what is put between them. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  /** Markup as it stands. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  Html heading(String words) {
    return raw("<h2>" + escape(words) + "</h2>\n");
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

  /** A table whose last column is prose, not numbers. */
  Html proseTable(String caption, String... heads) {
    return table("wide prose", caption, heads);
  }

  Html table(String caption, String... heads) {
    return table("wide", caption, heads);
  }

  private Html table(String style, String caption, String[] heads) {
    raw("<div class=\"" + style + "\"><table>\n<caption>" + escape(caption) + "</caption>\n<tr>");
    for (String head : heads) {
      raw("<th scope=\"col\">" + escape(head) + "</th>");
    }
    return raw("</tr>\n");
  }

  Html row(String... cells) {
    return cells("<tr>", cells);
  }

  /** A row that stands out. */
  Html bestRow(String... cells) {
    return cells("<tr class=\"best\">", cells);
  }

  private Html cells(String start, String[] cells) {
    raw(start);
    for (String cell : cells) {
      raw("<td>" + escape(cell) + "</td>");
    }
    return raw("</tr>\n");
  }

  Html endTable() {
    return raw("</table></div>\n");
  }

  static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String number(double number, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", number);
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
