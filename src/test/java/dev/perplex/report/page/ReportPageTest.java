package dev.perplex.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.provenance.Json;
import dev.perplex.report.ReportExample;
import dev.perplex.report.VectorReport;
import dev.perplex.report.WordMap;
import dev.perplex.report.WordPairs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  /** What a run without vectors' records and with a vocabulary of other words has. */
  private static final VectorReport NOTHING =
      new VectorReport(
          List.of(),
          List.of(),
          new WordPairs(11, 1, List.of("china"), List.of(), 0, 0, 0),
          new WordMap(0, 0, 0, 0, 0, 0, List.of()));

  private static String page() {
    return ReportPage.of(ReportExample.report(), ReportExample.record());
  }

  /** Without styles and scripts, so that what a test does not find can be read. */
  private static String markup() {
    return PageText.markup(page());
  }

  @Test
  void theVerdictComesFirst() {
    String text = PageText.of(page());
    String verdict = ReportExample.report().verdict();
    String before = ReportExample.record().earlier().get(0).comparison().sentence();
    assertThat(text)
        .contains(verdict)
        .contains("Against the run before (sample-2026-11-14-99aa00bb): " + before);
    assertThat(text.indexOf(verdict)).isLessThan(text.indexOf("Test perplexity"));
    assertThat(page()).contains("<p class=\"verdict\">");
  }

  @Test
  void thePageShowsTheTable() {
    assertThat(markup())
        .contains("<th scope=\"row\">LSTM</th><td>92.70</td><td>91.59 to 93.81</td>")
        .contains("<th scope=\"row\">Unigram</th><td>409.43</td>")
        .contains("<tr class=\"best\"><th scope=\"row\">LSTM + Kneser-Ney 5-gram</th>")
        .contains("0.6875 lstm, 0.3125 ngram")
        .contains("<td class=\"text\">ngram</td><td>0.7630</td><td>0.7500 to 0.7760</td>")
        .contains("The test sets differ: 5,819 documents here, 5,800 in the other run.");
  }

  @Test
  void thePageShowsWhereTheLossComesFrom() {
    assertThat(markup())
        .contains("<th scope=\"row\">1,000-9,999</th><td>18,465</td>")
        .contains("<th scope=\"row\">16-31</th><td>19,976</td>")
        .contains("gammon &lt;unk&gt; of &lt;unk&gt; &amp; the &lt;unk&gt; …")
        .contains("<th scope=\"row\">zebra</th><td>6</td><td>12</td><td>0.02 %</td><td>12.000</td>")
        .contains("a small town &amp; a &lt;large&gt; river in the north<footer>LSTM, temperature")
        .contains("temperature 0.5, 12 tokens", "temperature 0.8, 12 tokens");
  }

  @Test
  void thePageShowsTheTrainingAndTheRun() {
    assertThat(markup())
        .contains("<tr class=\"best\"><th scope=\"row\">1,000,000</th><td>1.00</td>")
        .contains("<td>–</td><td>–</td><td>10,126</td><td>–</td><td>12.5</td>")
        .contains("Run sample-2026-11-21-0287932b of 2026-11-21, report made 2026-11-21T09:33:20Z.")
        .contains("<th scope=\"row\">spark</th><td class=\"text key\">3.5.5</td>")
        .contains("<th scope=\"row\">train.rate</th><td class=\"text key\">0.002</td>");
  }

  @Test
  void thePageShowsTheScoresOfTheVectors() {
    assertThat(markup())
        .contains(
            "<tr class=\"best\"><th scope=\"row\">questions.txt</th><td>25.0 %</td><td>3</td>"
                + "<td>12</td><td>50</td></tr>")
        .contains("<th scope=\"row\">plural</th><td>–</td><td>0</td><td>0</td><td>30</td></tr>")
        .contains("<th scope=\"row\">rated.tsv</th><td>0.457</td><td>80</td><td>100</td></tr>")
        .contains("cat <small>0.75</small>");
  }

  @Test
  void thePageDrawsThePictures() {
    String page = markup();
    assertThat(page)
        .contains("3 of 4 pairs are known. Words without a vector: &lt;b&gt;.")
        .contains("75 % and 13 % of the variance", "differences is 0.38")
        .contains(">paris</text>", ">a&lt;b</text>", "<title>R&amp;B</title>", ">dog</text>")
        .contains("<th scope=\"row\">R&amp;B</th><td>12.3456</td><td>-7.0000</td>")
        .contains("2 words by t-SNE", "divergence 1.250", "12 nearest: 0.938")
        .contains("held out: 4.25, 1,000", "training: 3.5, 2,000")
        .contains("LSTM: 360.")
        .containsPattern("<polyline class=\"s2\" points=\"[0-9.]+,[0-9.]+\"/>");
    // Loss and the four small ones, bands, positions, pairs, map, training of vectors, growth.
    assertThat(page.split("<svg class=\"drawn\" role=\"img\" aria-label=\"[^\"]{20,}\"", -1))
        .hasSize(12);
    assertThat(page.split("class=\"chart\"", -1)).hasSize(11); // all but the pairs
    assertThat(page.split("<line class=\"join\"", -1)).hasSize(4);
    assertThat(page).contains("<circle class=\"marked\"");
  }

  /** What the run has not, the page does not speak of; missing words it does. */
  @Test
  void aRunWithoutRecordsHasAPageToo() {
    String text = PageText.of(ReportPage.of(ReportExample.report(NOTHING), ReportExample.record()));
    assertThat(text)
        .contains(
            "1 of 11 pairs are known. Words without a vector: china. A picture needs 3;"
                + " report.pca-words names other words to draw.")
        .doesNotContain("Analogies", "Similarity", "Map of", "Training of")
        .doesNotContain("NaN", "null");
  }

  /** Browsers read a page with unbalanced tags, and show it wrongly. */
  @Test
  void everyTagIsClosed() {
    String page = PageText.markup(page());
    for (String tag :
        List.of(
            "svg",
            "figure",
            "details",
            "table",
            "thead",
            "tbody",
            "tr",
            "td",
            "th",
            "text",
            "circle",
            "title",
            "div",
            "blockquote",
            "main",
            "header",
            "dl",
            "ul",
            "li")) {
      assertThat(page.split("<" + tag + "(?=[ >])(?:[^>]*[^/>])?>", -1))
          .as(tag)
          .hasSameSizeAs(page.split("</" + tag + ">", -1));
    }
  }

  /** One file that opens offline: nothing is loaded from elsewhere, and the browser would not. */
  @Test
  void thePageAsksForNothingElse() {
    assertThat(page())
        .doesNotContain("src=", "@import", "url(", "fetch(", "XMLHttpRequest")
        .contains("default-src 'none'");
    assertThat(PageText.markup(page())).doesNotContain("http:", "https:");
  }

  /** Texts of the corpus stand in the page's script too. */
  @Test
  void noTextEndsTheScriptItStandsIn() {
    String page = page();
    assertThat(page.split("<script", -1)).hasSameSizeAs(page.split("</script>", -1)).hasSize(4);
    assertThat(page).doesNotContain("<tags>", "<large>");
  }

  @Test
  void theDataInThePageAreTheFiles() {
    assertThat(PageText.data(page()))
        .isEqualTo(
            Json.tree(
                Json.line(
                    Map.of("report", ReportExample.report(), "record", ReportExample.record()))));
  }

  @Test
  void everyNumberOfThePageIsInTheJson() {
    assertThat(PageText.strangers(page())).isEmpty();
  }

  /** That the walk can fail: a number that nobody has written down, or one digit off. */
  @Test
  void aNumberFromElsewhereIsFound() {
    String page = page();
    assertThat(PageText.strangers(page.replace("<td>92.70</td>", "<td>92.71</td>")))
        .containsExactly("92.71");
    assertThat(PageText.strangers(page.replace("<td>18,465</td>", "<td>18,466</td>")))
        .containsExactly("18,466");
    assertThat(PageText.strangers(page.replace("<td>25.0 %</td>", "<td>26.0 %</td>")))
        .containsOnly("26.0 %");
  }
}
