package dev.perplex.report.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.report.ReportExample;
import dev.perplex.report.ReportRecord;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)\\{[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\""
              + "(?:,[a-z]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\")*\\} (\\S+)");

  private static String text() {
    return PrometheusText.of(ReportExample.report(), ReportExample.record());
  }

  @Test
  void numbersAreTheReports() {
    assertThat(text().lines())
        .contains(
            "# HELP perplex_test_perplexity Perplexity of the test split, all tokens counted.",
            "# TYPE perplex_test_perplexity gauge",
            "perplex_test_perplexity{model=\"lstm\",pipeline=\"sample\"} "
                + ReportExample.report().score("lstm").perplexity(),
            "perplex_test_tokens{pipeline=\"sample\"} 89433",
            "perplex_split_tokens{pipeline=\"sample\",split=\"train\"} 1638132",
            "perplex_stage_duration_seconds{pipeline=\"sample\",stage=\"train\"} 95.5",
            "perplex_report_timestamp_seconds{pipeline=\"sample\"} 1795253600",
            "perplex_run_info{date=\"2026-11-21\",pipeline=\"sample\",run=\"sample-2026-11-21-0287932b\"}"
                + " 1");
  }

  /**
   * Each family in one piece after its HELP and TYPE, each sample once, each line of the format.
   */
  @Test
  void everyLineIsOfTheFormat() {
    Set<String> families = new HashSet<>();
    Set<String> samples = new HashSet<>();
    String family = "";
    for (String line : text().split("\n", -1)) {
      if (line.startsWith("# HELP ")) {
        family = line.split(" ", -1)[2];
        assertThat(families.add(family)).as(family).isTrue();
      } else if (line.startsWith("# TYPE ")) {
        assertThat(line).isEqualTo("# TYPE " + family + " gauge");
      } else if (!line.isEmpty()) {
        var matcher = SAMPLE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        assertThat(matcher.group(1)).isEqualTo(family);
        assertThat(Double.parseDouble(matcher.group(2))).isFinite();
        assertThat(samples.add(line.substring(0, line.lastIndexOf(' ')))).as(line).isTrue();
      }
    }
    assertThat(families).hasSizeGreaterThan(10);
    assertThat(text()).endsWith("\n");
  }

  @Test
  void labelsAreEscaped() {
    ReportRecord one = ReportExample.record();
    ReportRecord odd =
        new ReportRecord(
            one.format(),
            one.version(),
            "a\"b\\c\nd",
            "p",
            "",
            one.made(),
            "",
            List.of(),
            List.of());
    assertThat(PrometheusText.of(ReportExample.report(), odd))
        .contains("perplex_run_info{date=\"\",pipeline=\"p\",run=\"a\\\"b\\\\c\\nd\"} 1\n");
  }
}
