package dev.perplex.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.report.Report;
import dev.perplex.report.ReportExample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The pages in a headless Chromium. Pictures of what it shows are left in target/pages, to be
 * looked at.
 */
@Tag("browser")
class PagesIT {
  private static final Path FOLDER = Path.of("target", "pages").toAbsolutePath();
  private static final int PHONE = 390; // CSS pixels
  private static final String DRAWN =
      """
      [...document.querySelectorAll('.uplot canvas')].map(canvas => {
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        let inked = 0;
        for (let i = 3; i < pixels.length; i += 4) inked += pixels[i] > 0;
        return inked;
      })
      """;

  private static Chromium chromium;
  private static Path report;
  private static Path history;
  private static Path comparison;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(FOLDER);
    report = FOLDER.resolve("index.html");
    history = FOLDER.resolve("history.html");
    Files.writeString(report, ReportPage.of(ReportExample.report(), ReportExample.record()));
    comparison = FOLDER.resolve("comparison.html");
    Files.writeString(history, HistoryPage.of(HistoryExample.history()));
    Files.writeString(comparison, ComparisonPageTest.page("a1"));
    chromium = Chromium.start();
  }

  @AfterAll
  static void stop() {
    chromium.close();
  }

  private static Chromium.Tab wide() {
    return chromium.tab().size(1280, 900).scheme("light");
  }

  private static List<Path> pages() {
    return List.of(report, history, comparison);
  }

  private static void assertQuiet(Chromium.Tab tab, Path page) {
    assertThat(tab.complaints()).isEmpty();
    assertThat(tab.requests().get(0)).isEqualTo(page.toUri().toString());
    assertThat(tab.requests().subList(1, tab.requests().size()))
        .allSatisfy(each -> assertThat(each).startsWith("data:"));
  }

  @Test
  void everyChartIsDrawnAndNothingIsAskedForOrComplainedOf() {
    for (Path page : pages()) {
      Chromium.Tab tab = wide().open(page);
      int charts = tab.evaluate("document.querySelectorAll('[data-chart]').length").asInt();
      JsonNode inked = tab.evaluate(DRAWN);
      assertThat(charts).isEqualTo(page.equals(report) ? 10 : 1);
      assertThat(inked).hasSize(charts);
      inked.forEach(each -> assertThat(each.asInt()).isGreaterThan(100));
      assertThat(tab.evaluate("document.documentElement.dataset.charts").asInt()).isEqualTo(charts);
      // Each takes the place of its drawing.
      assertThat(
              tab.evaluate(
                      "[...document.querySelectorAll('.chart > svg')]"
                          + ".filter(svg => svg.getBoundingClientRect().height > 0).length")
                  .asInt())
          .isZero();
      assertQuiet(tab, page);
      tab.screenshot(FOLDER.resolve(name(page) + "-light.png"));
      tab.longScreenshot(FOLDER.resolve(name(page) + "-light-long.png"));
    }
  }

  /** That the check above can fail: a page that asks for something and throws. */
  @Test
  void aPageThatAsksOrComplainsIsFound() throws IOException {
    Path bad = FOLDER.resolve("bad.html");
    Files.writeString(
        bad, "<!DOCTYPE html><img src=\"absent.png\"><script>null.fault</script><p>a page</p>");
    Chromium.Tab tab = wide().open(bad);
    assertThat(tab.requests()).anySatisfy(each -> assertThat(each).endsWith("absent.png"));
    assertThat(tab.complaints()).anySatisfy(each -> assertThat(each).contains("TypeError"));
  }

  @Test
  void theNumbersShownAreThoseOfTheJson() {
    Chromium.Tab tab = wide().open(report);
    Report.CurvePoint first = ReportExample.report().curve().get(0);
    tab.evaluate("document.querySelector('[data-chart] .uplot').focus()");
    tab.press("ArrowRight");
    String values =
        "[...document.querySelectorAll('[data-chart] .uplot')[0].querySelectorAll('.u-value')]"
            + ".map(each => each.textContent)";
    assertThat(texts(tab.evaluate(values)))
        .containsExactly(
            Html.whole(first.tokens()),
            trimmed(first.trainLoss()),
            trimmed(first.validationLoss()));
    tab.press("ArrowRight").press("ArrowRight").press("ArrowLeft");
    Report.CurvePoint second = ReportExample.report().curve().get(1);
    assertThat(texts(tab.evaluate(values)))
        .containsExactly(
            Html.whole(second.tokens()),
            trimmed(second.trainLoss()),
            trimmed(second.validationLoss()));
    // The cursor of the small charts goes along.
    assertThat(
            tab.evaluate(
                    "document.querySelectorAll('[data-chart] .uplot')[1]"
                        + ".querySelectorAll('.u-value')[1].textContent")
                .asText())
        .isEqualTo(trimmed(second.rate()));
    // The perplexity of the first band, by the models in the order of the table.
    tab.evaluate(
        "document.querySelector('[aria-label^=\"Perplexity by how often\"].uplot').focus()");
    tab.press("ArrowRight");
    List<String> shown =
        texts(
            tab.evaluate(
                "[...document.activeElement.querySelectorAll('.u-value')]"
                    + ".map(each => each.textContent)"));
    List<String> expected = new ArrayList<>(List.of("<unk>"));
    ReportExample.report()
        .bands()
        .get(0)
        .models()
        .forEach(each -> expected.add(trimmed(each.perplexity())));
    assertThat(shown).containsExactlyElementsOf(expected);
    assertThat(tab.complaints()).isEmpty();
  }

  /** Six significant figures, as page.js writes them. */
  private static String trimmed(double number) {
    String text = Html.figures(number, 6);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** Every number in the text that the browser shows is in the JSON. */
  @Test
  void theTextShownHasNoNumberOfItsOwn() throws IOException {
    for (Path page : pages()) {
      Chromium.Tab tab = wide().open(page);
      tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)");
      tab.evaluate("document.querySelectorAll('.uplot').forEach(each => each.remove())");
      String shown = Html.escape(tab.evaluate("document.body.innerText").asText());
      String data =
          "<script type=\"application/json\" id=\"data\">"
              + PageText.data(Files.readString(page))
              + "</script>";
      assertThat(shown).hasSizeGreaterThan(500);
      assertThat(PageText.strangers(shown + data)).isEmpty();
    }
  }

  @Test
  void darkIsDarkAndFollowsTheSystem() {
    for (Path page : pages()) {
      Chromium.Tab tab = wide().open(page);
      assertThat(luminance(tab)).isGreaterThan(0.9);
      tab.scheme("dark");
      tab.evaluate("new Promise(done => requestAnimationFrame(() => done(1)))");
      assertThat(luminance(tab)).isLessThan(0.1);
      JsonNode inked = tab.evaluate(DRAWN);
      inked.forEach(each -> assertThat(each.asInt()).isGreaterThan(100));
      assertQuiet(tab, page);
      tab.screenshot(FOLDER.resolve(name(page) + "-dark.png"));
      tab.longScreenshot(FOLDER.resolve(name(page) + "-dark-long.png"));
    }
  }

  private static double luminance(Chromium.Tab tab) {
    JsonNode colour =
        tab.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)");
    return (colour.get(0).asInt() + colour.get(1).asInt() + colour.get(2).asInt()) / 765.0;
  }

  /** Contrast of WCAG 2 (4.5 for text) in both schemes, of every colour that text has. */
  @Test
  void textStandsOutFromThePaper() {
    String worst =
        """
        (() => {
          const part = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
          const light = (rgb) => { const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number);
            return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b); };
          const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          let least = 99;
          for (const each of document.querySelectorAll('body *')) {
            if (![...each.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
            if (each.closest('script,style,svg,.tip')) continue;
            let behind = each;
            while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
            const paper = getComputedStyle(behind || document.body).backgroundColor;
            least = Math.min(least, ratio(light(getComputedStyle(each).color), light(paper)));
          }
          return least;
        })()
        """;
    for (String scheme : List.of("light", "dark")) {
      for (Path page : pages()) {
        Chromium.Tab tab = chromium.tab().size(1280, 900).scheme(scheme).open(page);
        assertThat(tab.evaluate(worst).asDouble()).as(scheme).isGreaterThan(4.5);
      }
    }
  }

  @Test
  void aPhoneShowsItWithoutScrollingSideways() {
    for (Path page : pages()) {
      Chromium.Tab tab = chromium.tab().size(PHONE, 844).scheme("light").open(page);
      tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)");
      assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(PHONE);
      assertThat(
              tab.evaluate(
                      "Math.max(0, ...[...document.querySelectorAll('.uplot')]"
                          + ".map(each => each.getBoundingClientRect().right))")
                  .asDouble())
          .isLessThanOrEqualTo(PHONE);
      tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = false)");
      tab.screenshot(FOLDER.resolve(name(page) + "-phone.png"));
      tab.longScreenshot(FOLDER.resolve(name(page) + "-phone-long.png"));
    }
  }

  @Test
  void withoutScriptsTheDrawingsStand() {
    for (Path page : pages()) {
      Chromium.Tab tab = wide().withoutScripts().open(page);
      assertThat(
              tab.evaluate(
                      "[...document.querySelectorAll('.chart > svg')]"
                          + ".every(svg => svg.getBoundingClientRect().height > 100)")
                  .asBoolean())
          .isTrue();
      assertThat(tab.evaluate("document.querySelectorAll('.uplot').length").asInt()).isZero();
      assertThat(tab.evaluate("document.querySelectorAll('.chart > svg polyline').length").asInt())
          .isPositive();
      assertQuiet(tab, page);
      tab.screenshot(FOLDER.resolve(name(page) + "-plain.png"));
      tab.longScreenshot(FOLDER.resolve(name(page) + "-plain-long.png"));
    }
  }

  @Test
  void onPaperTheDrawingsStandInBlackOnWhite() {
    Chromium.Tab tab = wide().open(report).media("print", "dark");
    assertThat(
            tab.evaluate(
                    "[...document.querySelectorAll('.chart > svg')]"
                        + ".every(svg => svg.getBoundingClientRect().height > 100)")
                .asBoolean())
        .isTrue();
    assertThat(luminance(tab)).isGreaterThan(0.9);
  }

  @Test
  void aBoxDrawnWithThePointerEnlargesAndTheButtonUndoesIt() {
    Chromium.Tab tab = wide().open(report);
    tab.evaluate("document.querySelector('#learning').scrollIntoView()");
    JsonNode box =
        tab.evaluate(
            "(r => [r.left, r.top, r.width, r.height])"
                + "(document.querySelector('.u-over').getBoundingClientRect())");
    double left = box.get(0).asDouble();
    double middle = box.get(1).asDouble() + box.get(3).asDouble() / 2;
    double width = box.get(2).asDouble();
    tab.drag(left + 0.2 * width, middle, left + 0.6 * width, middle + 5);
    assertThat(tab.evaluate("document.querySelector('.chart button').hidden").asBoolean())
        .isFalse();
    tab.evaluate("document.querySelector('.chart button').click()");
    assertThat(tab.evaluate("document.querySelector('.chart button').hidden").asBoolean()).isTrue();
    assertThat(tab.complaints()).isEmpty();
  }

  @Test
  void anyTwoRunsStandSideBySide() {
    Chromium.Tab tab = wide().open(history);
    assertThat(side(tab, "2026-11-21", "2026-11-14"))
        .contains("Both were scored on the same test tokens.")
        .contains("Paired bootstrap on the same test documents", "106.60");
    assertThat(side(tab, "2026-11-21", "2026-11-07"))
        .contains("101.97")
        .contains(
            "jobs/perplex compare "
                + HistoryExample.run("2026-11-21")
                + " "
                + HistoryExample.run("2026-11-07"));
    assertThat(side(tab, "2026-11-28", "2026-11-21"))
        .contains("only bits per byte can be compared")
        .doesNotContain("83.43", "Test perplexity");
    assertThat(tab.complaints()).isEmpty();
  }

  private static String side(Chromium.Tab tab, String one, String other) {
    tab.evaluate(
        String.format(
            "document.querySelectorAll('.choose select').forEach((list, i) => {"
                + "list.value = ['%s', '%s'][i]; list.dispatchEvent(new Event('change')); })",
            HistoryExample.run(one), HistoryExample.run(other)));
    return tab.evaluate("document.querySelector('.side').innerText").asText();
  }

  private static String name(Path page) {
    return page.equals(report) ? "report" : page.getFileName().toString().replace(".html", "");
  }
}
