package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.eval.PairedDifference;
import dev.perplex.eval.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentencesTest {

  private static Comparison comparison(
      Comparison.Measure measure, double mean, double low, double high, double p) {
    double baseline = measure == Comparison.Measure.PERPLEXITY ? Math.log(100) : Math.log(2);
    return Comparison.of(
        Report.LSTM,
        "LSTM",
        Report.NGRAM,
        "Kneser-Ney 5-gram",
        "",
        measure,
        10,
        1000,
        1000 * mean,
        1000 * baseline,
        new PairedDifference(mean - baseline, new Range(low, high), p),
        0.95);
  }

  @Test
  void aLeadIsBelowAndItsIntervalToo() {
    Comparison lead =
        comparison(
            Comparison.Measure.PERPLEXITY, Math.log(75), Math.log(0.7), Math.log(0.8), 0.0005);
    assertThat(lead.sentence())
        .isEqualTo(
            "LSTM: a perplexity of 75.00 over 1,000 tokens, 25.0 % below Kneser-Ney 5-gram (100.00); significant:"
                + " p < 0.001, 95 % interval 20.0 to 30.0 % below.");
    assertThat(lead.significant()).isTrue();
    assertThat(lead.ratio()).isCloseTo(0.75, within(1e-12));
    assertThat(lead.difference()).isCloseTo(Math.log(0.75), within(1e-12));
  }

  @Test
  void whatMayBeChanceIsNotSignificant() {
    assertThat(
            comparison(
                    Comparison.Measure.PERPLEXITY,
                    Math.log(102),
                    Math.log(0.99),
                    Math.log(1.05),
                    0.05)
                .sentence())
        .isEqualTo(
            "LSTM: a perplexity of 102.00 over 1,000 tokens, 2.0 % above Kneser-Ney 5-gram (100.00); not"
                + " significant: p = 0.050, 95 % interval 1.0 % below to 5.0 % above.");
  }

  /** 1 bit a byte; a difference of 0.1 bits is a tenth of it. */
  @Test
  void bitsAreComparedByTheirMeans() {
    double bit = Math.log(2);
    Comparison worse =
        comparison(Comparison.Measure.BITS_PER_BYTE, 1.1 * bit, 0.05 * bit, 0.15 * bit, 0.01);
    assertThat(worse.sentence())
        .isEqualTo(
            "LSTM: 1.1000 bits a byte over 1,000 bytes, 10.0 % above Kneser-Ney 5-gram (1.0000); significant:"
                + " p = 0.010, 95 % interval 5.0 to 15.0 % above.");
    assertThat(comparison(Comparison.Measure.BITS_PER_CHARACTER, bit, 0, 0, 1).sentence())
        .isEqualTo(
            "LSTM: 1.0000 bits a character over 1,000 characters, level with Kneser-Ney 5-gram (1.0000); not"
                + " significant: p = 1.000, 95 % interval 0.0 % to 0.0 %.");
  }

  @Test
  void oneDocumentAloneShowsNothing() {
    Comparison alone =
        Comparison.of(
            Report.LSTM,
            "LSTM",
            Report.LSTM,
            "LSTM",
            "run-7",
            Comparison.Measure.PERPLEXITY,
            1,
            10,
            10 * Math.log(50),
            10 * Math.log(100),
            null,
            0.95);
    assertThat(alone.sentence())
        .isEqualTo(
            "LSTM: a perplexity of 50.00 over 10 tokens, 50.0 % below LSTM of run-7 (100.00); one unit alone does"
                + " not show whether by chance.");
    assertThat(alone.significant()).isFalse();
    assertThat(alone.pValue()).isNull();
  }

  @Test
  void theVerdictIsOfKneserNeyWhereThereIsOne() {
    Comparison ngram = comparison(Comparison.Measure.PERPLEXITY, 4, 0, 0, 1);
    Comparison unigram =
        Comparison.of(
            Report.LSTM,
            "LSTM",
            Report.UNIGRAM,
            "Unigram",
            "",
            Comparison.Measure.PERPLEXITY,
            1,
            1,
            1,
            2,
            null,
            0.95);
    assertThat(Sentences.verdict(List.of(unigram, ngram))).isEqualTo(ngram.sentence());
    assertThat(Sentences.verdict(List.of(unigram))).isEqualTo(unigram.sentence());
  }
}
