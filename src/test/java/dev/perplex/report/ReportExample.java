package dev.perplex.report;

import dev.perplex.eval.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A report as a pipeline makes it, and as small as shows everything: for tests of the page. */
public final class ReportExample {
  private static final long TOKENS = 89_433;
  private static final List<String> NAMES =
      List.of(Report.UNIGRAM, Report.NGRAM, Report.LSTM, "lstm+ngram");
  private static final List<Double> PERPLEXITIES = List.of(409.43, 121.5, 92.7, 83.25);
  private static final List<String> TITLES =
      List.of("Unigram", "Kneser-Ney 5-gram", "LSTM", "LSTM + Kneser-Ney 5-gram");

  private ReportExample() {}

  /** The report of a run with all that a report can have. */
  public static Report report() {
    return report(vectors());
  }

  /** The same with other vectors. */
  public static Report report(VectorReport vectors) {
    List<Comparison> comparisons =
        List.of(
            comparison(2, 0, "", 0.22, 0.231, 0.0001, true),
            comparison(2, 1, "", 0.75, 0.776, 0.0001, true),
            comparison(3, 2, "", 0.89, 0.905, 0.0001, true),
            comparison(3, 1, "", 0.675, 0.695, 0.0001, true));
    return new Report(
        Report.FORMAT,
        Report.VERSION,
        "sample",
        Sentences.verdict(comparisons),
        new Report.Corpus("c", "Tales & <tags>", "public domain"),
        List.of(
            Report.SplitCounts.of(
                "train", 105_566, 1_638_132, 105_566, 52_818, 113_686, 21_000, 8_400_100,
                8_412_345),
            Report.SplitCounts.of(
                "valid", 5_789, 91_256, 5_789, 13_335, 6_671, 1_150, 468_000, 468_900),
            Report.SplitCounts.of(
                "test", 5_819, TOKENS, 5_819, 13_275, 6_699, 1_201, 458_000, 459_100)),
        List.of(
            new Report.GrowthPoint(1_000, 521),
            new Report.GrowthPoint(10_000, 3_211),
            new Report.GrowthPoint(100_000, 13_902),
            new Report.GrowthPoint(1_000_000, 43_114),
            new Report.GrowthPoint(1_638_132, 52_818)),
        10_000,
        Report.Test.of(
            5_819,
            tally(2),
            1_201,
            "starts anew at each document",
            "a1".repeat(32),
            "b2".repeat(32)),
        new Bootstrap(0.95, 10_000, 1, 5_819, 1),
        models(),
        List.of(
            new Mixture(
                "lstm+ngram",
                List.of(Report.LSTM, Report.NGRAM),
                List.of(0.6875, 0.3125),
                11,
                91_256,
                Math.log(84.5),
                84.5)),
        comparisons,
        bands(),
        positions(),
        documents(),
        words(),
        samples(),
        curve(),
        Map.of("dog", List.of(new Report.Neighbour("cat", 0.75))),
        vectors,
        Map.of("ngram", "c3".repeat(32), "train", "d4".repeat(32), "vocab", "e5".repeat(32)),
        Map.of("train.rate", 0.002, "tokenize.kind", "words"),
        List.of("A note."));
  }

  /** The record beside it. */
  public static ReportRecord record() {
    List<ReportRecord.StageRecord> stages = new ArrayList<>();
    for (String stage : List.of("prepare", "tokenize", "vocab", "word2vec", "train", "report")) {
      stages.add(
          new ReportRecord.StageRecord(
              stage,
              "file:/storage/artefacts/" + stage + "/0123456789abcdef",
              "0123456789abcdef",
              "f6".repeat(32),
              "sample-2026-11-21-0287932b",
              !stage.equals("report"),
              "2026-11-21T09:30:00Z",
              stage.equals("train") ? 95.5 : 8.25,
              stage.equals("prepare") ? Map.of() : Map.of("prepare", "f6".repeat(32)),
              Map.of("test.tokens", TOKENS),
              Map.of("java", "17.0.13", "perplex", "0.1.0", "spark", "3.5.5"),
              Map.of("os", "Linux 6.1", "processors", "2")));
    }
    Comparison before = comparison(2, 2, "sample-2026-11-14-99aa00bb", 0.97, 0.995, 0.008, true);
    return new ReportRecord(
        ReportRecord.FORMAT,
        ReportRecord.VERSION,
        "sample-2026-11-21-0287932b",
        "sample",
        "2026-11-21",
        "2026-11-21T09:33:20Z",
        report().verdict() + " " + before.sentence(),
        stages,
        List.of(
            new ReportRecord.Earlier(
                "sample-2026-11-14-99aa00bb",
                ReportRecord.Role.PREVIOUS,
                "2026-11-14T09:40:00Z",
                before,
                null),
            new ReportRecord.Earlier(
                "sample-2026-11-07-77cc11dd",
                ReportRecord.Role.BEST,
                "2026-11-07T09:40:00Z",
                null,
                "The test sets differ: 5,819 documents here, 5,800 in the other run.")));
  }

  private static Tally tally(int model) {
    double loss = Math.log(PERPLEXITIES.get(model));
    return new Tally(
        TOKENS, 5_819, 6_699, TOKENS * loss, 5_819 * 0.6, 6_699 * 2.5, 458_000, 459_100);
  }

  private static List<ModelScore> models() {
    List<ModelScore> models = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      ModelScore score =
          ModelScore.of(NAMES.get(i), TITLES.get(i), i == 2 ? "best of 8 segments" : "", tally(i));
      models.add(
          score.with(
              around(score.perplexity(), 0.012),
              around(score.bitsPerCharacter(), 0.006),
              around(score.bitsPerByte(), 0.006)));
    }
    return models;
  }

  private static Interval around(double value, double share) {
    return new Interval(value * (1 - share), value * (1 + share));
  }

  private static Comparison comparison(
      int model, int baseline, String run, double low, double high, double p, boolean significant) {
    double value = PERPLEXITIES.get(model);
    double other = run.isEmpty() ? PERPLEXITIES.get(baseline) : value / ((low + high) / 2);
    Comparison comparison =
        new Comparison(
            NAMES.get(model),
            NAMES.get(baseline),
            run,
            Comparison.Measure.PERPLEXITY,
            5_819,
            TOKENS,
            value,
            other,
            value / other,
            new Interval(low, high),
            Math.log(value / other),
            p,
            significant,
            "");
    String title = TITLES.get(baseline) + (run.isEmpty() ? "" : " of " + run);
    return comparison.with(Sentences.of(comparison, TITLES.get(model), title, 0.95));
  }

  private static List<ModelLoss> losses(long tokens, double scale) {
    List<ModelLoss> losses = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      losses.add(
          ModelLoss.of(NAMES.get(i), tokens * scale * Math.log(PERPLEXITIES.get(i)), tokens));
    }
    return losses;
  }

  private static List<Slice> bands() {
    return List.of(
        new Slice("<unk>", null, null, 6_699, losses(6_699, 0.55)),
        new Slice("<eos>", null, null, 5_819, losses(5_819, 0.25)),
        new Slice("1-9", 1L, 9L, 2_050, losses(2_050, 2.1)),
        new Slice("10-99", 10L, 99L, 14_300, losses(14_300, 1.75)),
        new Slice("100-999", 100L, 999L, 22_100, losses(22_100, 1.3)),
        new Slice("1,000-9,999", 1_000L, 9_999L, 18_465, losses(18_465, 0.85)),
        new Slice("10,000 and more", 10_000L, null, 20_000, losses(20_000, 0.4)));
  }

  private static List<Slice> positions() {
    return List.of(
        new Slice("1", 1L, 1L, 5_819, losses(5_819, 1.2)),
        new Slice("2-3", 2L, 3L, 11_638, losses(11_638, 1.1)),
        new Slice("4-7", 4L, 7L, 22_000, losses(22_000, 1.02)),
        new Slice("8-15", 8L, 15L, 30_000, losses(30_000, 0.97)),
        new Slice("16-31", 16L, 31L, 19_976, losses(19_976, 0.93)));
  }

  private static ScoredDocuments documents() {
    return new ScoredDocuments(
        Report.LSTM,
        10,
        4_321,
        List.of(
            new ScoredDocuments.ScoredDocument(
                1_204, 14, losses(14, 1.9), "gammon <unk> of <unk> & the <unk> …"),
            new ScoredDocuments.ScoredDocument(77, 11, losses(11, 1.8), "not <unk>")),
        List.of(
            new ScoredDocuments.ScoredDocument(
                3_001, 12, losses(12, 0.35), "a town in the north of the state"),
            new ScoredDocuments.ScoredDocument(5_818, 10, losses(10, 0.4), "of or relating to")));
  }

  private static WordLosses words() {
    return new WordLosses(
        Report.LSTM,
        5,
        List.of(
            new WordLosses.WordLoss("<unk>", 6_699, 113_686, 16_747.5, 2.5, 0.0413),
            new WordLosses.WordLoss("the", 4_100, 75_000, 6_150, 1.5, 0.0152)),
        List.of(
            new WordLosses.WordLoss("<b>", 5, 2, 70, 14, 0.0002),
            new WordLosses.WordLoss("zebra", 6, 12, 72, 12, 0.0002)));
  }

  private static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (String model : List.of(Report.LSTM, Report.NGRAM)) {
      for (double temperature : new double[] {0.5, 0.8, 1}) {
        for (int number = 0; number < 2; number++) {
          samples.add(
              new Sample(
                  model, temperature, number, 12, "a small town & a <large> river in the north"));
        }
      }
    }
    return samples;
  }

  private static List<Report.CurvePoint> curve() {
    List<Report.CurvePoint> points = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      double loss = 4.5 + 2 * Math.exp(-i / 2.0);
      points.add(
          new Report.CurvePoint(
              125_000L * i,
              i / 8.0,
              loss + 0.125,
              loss,
              Math.exp(loss),
              10_000 + 125.5 * i,
              12.5 * i,
              i == 1 ? null : 0.005 * (1 - i / 16.0),
              i == 1 ? null : 1.25 + 0.25 / i,
              i == 1 ? null : 0.05 + 0.01 * (i % 3),
              i == 8));
    }
    return points;
  }

  /** What the report says of word vectors. */
  public static VectorReport vectors() {
    return new VectorReport(
        List.of(
            new VectorScore(
                "questions.txt",
                VectorScore.Kind.ANALOGY,
                List.of(
                    new VectorScore.Section("family", 3, 12, 20),
                    new VectorScore.Section("plural", 0, 0, 30)),
                null,
                12,
                50),
            new VectorScore("rated.tsv", VectorScore.Kind.SIMILARITY, List.of(), 0.4567, 80, 100)),
        List.of(
            new TrainingRound(1000, 4.5, 4.25, 0.025, 250_000.0),
            new TrainingRound(2000, 3.5, null, 0.0125, null)),
        new WordPairs(
            4,
            3,
            List.of("<b>"),
            List.of(pair("france", 0, "paris"), pair("italy", 1, "rome"), pair("old", 2, "a<b")),
            0.75,
            0.125,
            0.375),
        new WordMap(
            20,
            30,
            1000,
            1.25,
            12,
            0.9375,
            List.of(new WordPoint("dog", -10, 20), new WordPoint("R&B", 12.3456, -7))));
  }

  private static WordPairs.Pair pair(String first, double x, String second) {
    return new WordPairs.Pair(new WordPoint(first, x, 0), new WordPoint(second, x + 0.5, 2));
  }
}
