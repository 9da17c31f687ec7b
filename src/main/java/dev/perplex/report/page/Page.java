package dev.perplex.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.Versions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * One HTML file that opens offline: style, script, the chart library and the data stand in it. The
 * library is uPlot, taken from its webjar.
 */
final class Page {
  private static final String LIBRARY =
      "/META-INF/resources/webjars/uplot/" + Versions.all().get("uplot") + "/";

  private Page() {}

  /**
   * @param body markup of the page's body
   * @param data what its charts draw
   */
  static String of(String title, String body, JsonNode data) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        // Whatever the texts in the page hold: nothing is loaded, nothing else is run.
        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
        + " style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
        + "<link rel=\"icon\" href=\"data:,\">\n<title>"
        + Html.escape(title)
        + "</title>\n<style>\n"
        + resource(LIBRARY + "dist/uPlot.min.css").strip()
        + "\n"
        + resource("page.css")
        + "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#start\">To the numbers</a>\n"
        + body
        + "<script type=\"application/json\" id=\"data\">"
        + inScript(Json.line(data))
        + "</script>\n<script>\n/* uPlot, under the MIT licence.\n"
        + resource(LIBRARY + "LICENSE").strip()
        + "\n*/\n"
        + resource(LIBRARY + "dist/uPlot.iife.min.js").strip()
        + "\n</script>\n<script>\n"
        + resource("page.js")
        + "</script>\n</body>\n</html>\n";
  }

  /** JSON that no browser takes for the end of the script that it stands in. */
  private static String inScript(String json) {
    return json.replace("<", "\\u003c");
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }
}
