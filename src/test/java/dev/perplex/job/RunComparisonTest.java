package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.eval.DocumentLosses;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.report.BootstrapSettings;
import dev.perplex.report.Comparison;
import dev.perplex.report.Report;
import dev.perplex.report.ReportExample;
import dev.perplex.store.Location;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunComparisonTest {
  private static final BootstrapSettings BOOTSTRAP = new BootstrapSettings(999, 0.95, 1, 1);
  private static final String TOKENS = "1a".repeat(32);
  private static final String TEXT = "2b".repeat(32);
  private static final String OTHER = "3c".repeat(32);

  @TempDir Path folder;
  private Location root;
  private ReportedRuns runs;

  @BeforeEach
  void open() {
    root = Location.of(folder.toString(), new Configuration());
    runs = new ReportedRuns(root);
  }

  /**
   * Forty documents of 10 tokens, 40 characters and 50 bytes; each token costs this much, and a
   * little more.
   */
  private static DocumentLosses losses(double nats, double varied, String... models) {
    long[] tokens = new long[40];
    long[] characters = new long[40];
    long[] bytes = new long[40];
    double[][] all = new double[models.length][40];
    for (int document = 0; document < 40; document++) {
      tokens[document] = 10;
      characters[document] = 40;
      bytes[document] = 50;
      for (double[] model : all) {
        model[document] = 10 * nats + varied * (document % 7 - 3);
      }
    }
    return new DocumentLosses(List.of(models), tokens, characters, bytes, all);
  }

  private RunComparison compare() {
    return RunComparison.of(ReportedRun.of(root, "one"), ReportedRun.of(root, "other"), BOOTSTRAP);
  }

  @Test
  void theSameTokensAreComparedByPerplexity() {
    runs.add(
        "one", "2026-01-02", ReportedRuns.report(TOKENS, TEXT), losses(4, 1, "unigram", "lstm"));
    runs.add(
        "other", "2026-01-01", ReportedRuns.report(TOKENS, TEXT), losses(4.5, 2, "lstm", "ngram"));
    RunComparison comparison = compare();
    assertThat(comparison.measure()).isEqualTo(Comparison.Measure.PERPLEXITY);
    assertThat(comparison.rows()).extracting(Comparison::model).containsExactly("lstm");
    Comparison row = comparison.row("lstm");
    // The forty documents hold 5 times 0 to 6 and then 0 to 4: varied by -5 and -10 nats in all.
    assertThat(row.difference()).isCloseTo(-0.5 + 5 / 400.0, within(1e-12));
    assertThat(row.ratio()).isCloseTo(Math.exp(-0.5 + 5 / 400.0), within(1e-12));
    assertThat(row.significant()).isTrue();
    assertThat(row.baselineRun()).isEqualTo("other");
    assertThatThrownBy(() -> comparison.row("ngram"))
        .hasMessage("one and other do not both have a row ngram. Rows of both: lstm.");
  }

  /** The example's row "lstm" against itself: no difference, however it is drawn. */
  @Test
  void aRunDoesNotDifferFromItself() {
    runs.add("one", "2026-01-02", ReportedRuns.report(TOKENS, TEXT), losses(4, 1, "lstm"));
    runs.add("other", "2026-01-01", ReportedRuns.report(TOKENS, TEXT), losses(4, 1, "lstm"));
    Comparison row = compare().row("lstm");
    assertThat(row.ratio()).isEqualTo(1);
    assertThat(row.pValue()).isEqualTo(1);
    assertThat(row.significant()).isFalse();
  }

  @Test
  void otherTokensOfTheSameTextAreComparedByBytes() {
    runs.add("one", "2026-01-02", ReportedRuns.report(TOKENS, TEXT), losses(4, 0, "lstm"));
    runs.add("other", "2026-01-01", ReportedRuns.report(OTHER, TEXT), losses(5, 0, "lstm"));
    RunComparison comparison = compare();
    assertThat(comparison.measure()).isEqualTo(Comparison.Measure.BITS_PER_BYTE);
    assertThat(comparison.row("lstm").units()).isEqualTo(2000);
    assertThat(comparison.row("lstm").value()).isCloseTo(40 / 50.0 / Math.log(2), within(1e-12));
    assertThat(comparison.row("lstm").ratio()).isCloseTo(0.8, within(1e-12));
  }

  private static Report ofCharacters(String tokens) {
    String json = Json.pretty(ReportedRuns.report(tokens, TEXT));
    return Json.read(
        json.replace("\"tokenize.kind\" : \"words\"", "\"tokenize.kind\" : \"characters\""),
        Report.class);
  }

  /** 40 nats of 40 characters a document against 50. */
  @Test
  void theSameTokensThatAreCharactersAreComparedByBitsOfThem() {
    runs.add("one", "2026-01-02", ofCharacters(TOKENS), losses(4, 0, "lstm"));
    runs.add("other", "2026-01-01", ofCharacters(TOKENS), losses(5, 0, "lstm"));
    RunComparison comparison = compare();
    assertThat(comparison.measure()).isEqualTo(Comparison.Measure.BITS_PER_CHARACTER);
    Comparison row = comparison.row("lstm");
    assertThat(row.units()).isEqualTo(1600);
    assertThat(row.value()).isCloseTo(1 / Math.log(2), within(1e-12));
    assertThat(row.ratio()).isCloseTo(0.8, within(1e-12));
    assertThat(row.sentence()).contains("bits a character over 1,600 characters");
    Ended ended = Commands.run("compare", "one", "other", "--set", "storage.root=" + folder);
    assertThat(ended.out())
        .contains("\nbits a character                run    against   ratio")
        .contains("\nlstm                         1.4427     1.8034  0.8000")
        .doesNotContain("its tokens are not");
    assertThat(ended.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void charactersThatDifferAreComparedByBytes() {
    runs.add("one", "2026-01-02", ofCharacters(TOKENS), losses(4, 0, "lstm"));
    runs.add("other", "2026-01-01", ofCharacters(OTHER), losses(5, 0, "lstm"));
    assertThat(compare().measure()).isEqualTo(Comparison.Measure.BITS_PER_BYTE);
    assertThat(Commands.run("compare", "one", "other", "--set", "storage.root=" + folder).out())
        .contains("\nbits a byte  ");
  }

  /** The draws are the same whatever else is drawn beside them. */
  @Test
  void aRowAloneIsTheRowAmongAll() {
    runs.add(
        "one", "2026-01-02", ReportedRuns.report(TOKENS, TEXT), losses(4, 1, "unigram", "lstm"));
    runs.add(
        "other",
        "2026-01-01",
        ReportedRuns.report(TOKENS, TEXT),
        losses(4.1, 2, "lstm", "unigram"));
    ReportedRun one = ReportedRun.of(root, "one");
    ReportedRun other = ReportedRun.of(root, "other");
    assertThat(RunComparison.row(one, one::losses, other, "lstm", BOOTSTRAP))
        .isEqualTo(compare().row("lstm"));
    assertThatThrownBy(() -> RunComparison.row(one, one::losses, other, "ngram", BOOTSTRAP))
        .hasMessage("one and other do not both have a row ngram. Rows of both: unigram, lstm.");
  }

  @Test
  void lossesAreNotReadWhereTheTextsDiffer() {
    runs.add("one", "2026-01-02", ReportedRuns.report(TOKENS, TEXT), losses(4, 1, "lstm"));
    runs.add("other", "2026-01-01", ReportedRuns.report(TOKENS, OTHER), losses(4, 1, "lstm"));
    ReportedRun one = ReportedRun.of(root, "one");
    ReportedRun other = ReportedRun.of(root, "other");
    assertThatThrownBy(
            () ->
                RunComparison.row(
                    one,
                    () -> {
                      throw new AssertionError("read");
                    },
                    other,
                    "lstm",
                    BOOTSTRAP))
        .hasMessageContaining("cannot be compared");
  }

  @Test
  void otherTextsAreNotCompared() {
    runs.add("one", "2026-01-02", ReportedRuns.report(TOKENS, TEXT), losses(4, 0, "lstm"));
    runs.add("other", "2026-01-01", ReportedRuns.report(TOKENS, OTHER), losses(5, 0, "lstm"));
    assertThatThrownBy(this::compare)
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
        .hasMessage(
            "one and other cannot be compared: their test splits hold other texts (5,819 documents"
                + " of 459,100 bytes, checksum 2b2b2b2b; 5,819 documents of 459,100 bytes, checksum"
                + " 3c3c3c3c). Compare runs of the same corpus, split and cleaning.");
  }

  @Test
  void textsThatWereReadInOtherWaysAreNotCompared() {
    Report plain = ReportedRuns.report(TOKENS, TEXT);
    String carried =
        Json.pretty(plain)
            .replace("starts anew at each document", "carried from document to document");
    runs.add("one", "2026-01-02", carried, losses(4, 0, "lstm").toBytes());
    runs.add("other", "2026-01-01", plain, losses(5, 0, "lstm"));
    assertThatThrownBy(this::compare)
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
        .hasMessage(
            "one and other cannot be compared: they read the test split in other ways (state"
                + " carried from document to document; starts anew at each document). Make one of"
                + " the reports again with the other's report.state.");
  }

  @Test
  void theCommandPrintsATableOf80Columns() {
    runs.add(
        "one", "2026-01-02", ReportExample.report(), losses(4, 1, "unigram", "lstm", "lstm+ngram"));
    runs.add(
        "other", "2026-01-01", ReportExample.report(), losses(4.5, 2, "unigram", "lstm", "ngram"));
    Ended ended = Commands.run("compare", "one", "other", "--set", "storage.root=" + folder);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(ended.out())
        .startsWith("run       one\nagainst   other\n")
        .contains("lstm                          ")
        .contains("significant:");
  }

  @Test
  void whatIsNotThereOrDamagedIsSaid() {
    String storage = "storage.root=" + folder;
    Ended none = Commands.run("compare", "one", "other", "--set", storage);
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).startsWith("perplex: There is no run one in ");

    runs.add("one", "2026-01-02", ReportExample.report(), losses(4, 1, "lstm"));
    runs.add(
        "other",
        "2026-01-01",
        Json.pretty(ReportExample.report()).replaceFirst("\"version\" : 4", "\"version\" : 3"),
        losses(4, 1, "lstm").toBytes());
    Ended old = Commands.run("compare", "one", "other", "--set", storage);
    assertThat(old.code()).isEqualTo(20);
    assertThat(old.err()).contains("is of version 3 of the report, and 4 is read here");

    runs.add("torn", "2026-01-03", Json.pretty(ReportExample.report()), new byte[] {1, 2, 3});
    Ended torn = Commands.run("compare", "one", "torn", "--set", storage);
    assertThat(torn.code()).isEqualTo(20);
    assertThat(torn.err()).contains("losses.tsv.gz cannot be read: line 1: ");
  }

  @Test
  void historyIsInTimeAndLeavesOutWhatCannotBeRead() {
    runs.add("b", "2026-01-02", ReportExample.report(), losses(4, 1, "lstm"));
    runs.add("a", "2026-01-03", ReportExample.report(), losses(4, 1, "lstm"));
    runs.add("c", "2026-01-01", "{}", new byte[0]);
    assertThat(ReportedRun.all(root, "sample"))
        .extracting(ReportedRun::id)
        .containsExactly("b", "a");
    assertThat(ReportedRun.all(root, "another")).isEmpty();
  }
}
