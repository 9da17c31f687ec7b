package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.job.TextScore.Line;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreLinesTest {

  /** Losses of a factor of ten and a hundred, so that logarithms are whole. */
  private static String printed(Verbosity verbosity) {
    StringWriter out = new StringWriter();
    ScoreLines lines = new ScoreLines(new PrintWriter(out, true), verbosity);
    double ten = Math.log(10);
    lines.scored(
        new Line(
            List.of("a", "zxq", "<eos>"), new int[] {7, 0, 1}, new double[] {ten, 2 * ten, ten}));
    lines.scored(new Line(List.of(), new int[0], new double[0]));
    lines.scored(new Line(List.of("\t"), new int[] {9}, new double[] {4 * ten}));
    lines.summary();
    return out.toString();
  }

  @Test
  void wordsThenTheirSumThenAll() {
    assertThat(printed(Verbosity.WORD))
        .isEqualTo(
            "a\t7\t-1.000000\t-1.000000\n"
                + "zxq\tOOV\t-2.000000\t-3.000000\n"
                + "<eos>\t1\t-1.000000\t-4.000000\n"
                + "Total: -4.000000 OOV: 1\n"
                + "Total: 0.000000 OOV: 0\n"
                + "\\t\t9\t-4.000000\t-4.000000\n"
                + "Total: -4.000000 OOV: 0\n"
                + "Perplexity including OOVs:\t100.0000\n"
                + "Perplexity excluding OOVs:\t100.0000\n"
                + "OOVs:\t1\n"
                + "Tokens:\t4\n");
  }

  @Test
  void lessIsTheEndOfMore() {
    assertThat(printed(Verbosity.SENTENCE))
        .startsWith("Total: -4.000000 OOV: 1\nTotal: 0.000000 OOV: 0\nTotal: -4.000000 OOV: 0\nPer")
        .hasLineCount(7);
    assertThat(printed(Verbosity.SUMMARY))
        .startsWith("Perplexity including OOVs:\t")
        .hasLineCount(4);
    assertThat(printed(Verbosity.WORD)).endsWith(printed(Verbosity.SUMMARY));
  }
}
