package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.eval.FrequencyBands;
import dev.perplex.eval.TestFigures;
import dev.perplex.eval.TokenChecksums;
import dev.perplex.eval.UnitFigures;
import dev.perplex.vocab.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two documents, "a b b <eos>" and "c <unk> <eos>", by models of fixed losses. */
class TestedModelsTest {
  private static final Vocabulary WORDS =
      new Vocabulary(List.of("<unk>", "<eos>", "a", "b", "c"), new long[] {3, 9, 200, 10, 2});
  private static final FrequencyBands BANDS = new FrequencyBands(WORDS, List.of(10, 100));
  private static final List<String> NAMES = List.of(Report.UNIGRAM, Report.LSTM, "lstm+ngram");
  private static final List<TestedModels.Row> ROWS =
      NAMES.stream().map(name -> new TestedModels.Row(name, name, "fixed")).toList();
  private static final BootstrapSettings BOOTSTRAP = new BootstrapSettings(200, 0.9, 1, 5);

  private static TestFigures figures() {
    List<int[]> documents = List.of(new int[] {2, 3, 3, 1}, new int[] {4, 0, 1});
    return new TestFigures(
        List.of(
            UnitFigures.of(
                new UnitFigures.Rules(BANDS, new TokenChecksums(WORDS), 1),
                documents,
                List.of(
                    new double[][] {{3, 3, 3, 3}, {3, 3, 3}},
                    new double[][] {{1, 2, 1, 0.5}, {4, 2, 0.5}},
                    new double[][] {{1, 1, 1, 1}, {1, 1, 1}}))),
        WORDS.size(),
        document -> 8,
        document -> 10);
  }

  private static TestedModels tested(Comparison.Measure measure) {
    return new TestedModels(ROWS, figures(), BOOTSTRAP, measure);
  }

  @Test
  void theTableHasIntervalsAroundItsFigures() {
    TestedModels tested = tested(Comparison.Measure.PERPLEXITY);
    List<ModelScore> scores = tested.scores();
    assertThat(scores).extracting(ModelScore::model).containsExactlyElementsOf(NAMES);
    ModelScore lstm = scores.get(1);
    assertThat(lstm.perplexity()).isCloseTo(Math.exp(11 / 7.0), within(1e-12));
    // Resamples are one document twice, or both: means 4.5/4, 11/7 and 6.5/3.
    assertThat(lstm.perplexityInterval().low()).isCloseTo(Math.exp(4.5 / 4), within(1e-12));
    assertThat(lstm.perplexityInterval().high()).isCloseTo(Math.exp(6.5 / 3), within(1e-12));
    assertThat(lstm.bitsPerByteInterval().low()).isCloseTo(4.5 / 10 / Math.log(2), within(1e-12));
    assertThat(lstm.bitsPerCharacterInterval().high())
        .isCloseTo(6.5 / 8 / Math.log(2), within(1e-12));
    // A model whose tokens all cost the same is sure of its perplexity.
    assertThat(scores.get(0).perplexityInterval().low()).isCloseTo(Math.exp(3), within(1e-12));
    assertThat(scores.get(0).perplexityInterval().high()).isCloseTo(Math.exp(3), within(1e-12));
    assertThat(tested.bootstrap()).isEqualTo(new Bootstrap(0.9, 200, 1, 2, 5));
  }

  @Test
  void theModelIsJudgedByTheBaselinesAndMixturesByTheirParts() {
    List<Comparison> comparisons =
        tested(Comparison.Measure.PERPLEXITY)
            .comparisons(
                List.of(
                    new Mixture(
                        "lstm+ngram",
                        List.of(Report.LSTM, Report.UNIGRAM),
                        List.of(0.5, 0.5),
                        3,
                        7,
                        1,
                        Math.E)));
    assertThat(comparisons)
        .extracting(each -> each.model() + " " + each.baseline())
        .containsExactly("lstm unigram", "lstm+ngram lstm", "lstm+ngram unigram");
    Comparison first = comparisons.get(0);
    assertThat(first.difference()).isCloseTo((11 - 21) / 7.0, within(1e-12));
    assertThat(first.ratio()).isCloseTo(Math.exp(-10 / 7.0), within(1e-12));
    assertThat(first.units()).isEqualTo(7);
    assertThat(first.ratioInterval().low()).isCloseTo(Math.exp((4.5 - 12) / 4), within(1e-12));
  }

  @Test
  void charactersAreComparedByBits() {
    Comparison bits = tested(Comparison.Measure.BITS_PER_CHARACTER).compare(Report.LSTM, "unigram");
    assertThat(bits.units()).isEqualTo(16);
    assertThat(bits.value()).isCloseTo(11 / 16.0 / Math.log(2), within(1e-12));
    assertThat(bits.ratio()).isCloseTo(11 / 21.0, within(1e-12));
  }

  @Test
  void blocksMakeUnits() {
    TestedModels one =
        new TestedModels(
            ROWS, figures(), new BootstrapSettings(100, 0.9, 2, 5), Comparison.Measure.PERPLEXITY);
    assertThat(one.bootstrap().units()).isEqualTo(1);
    assertThat(one.scores().get(1).perplexityInterval()).isEqualTo(Interval.UNKNOWN);
    assertThat(one.compare(Report.LSTM, Report.UNIGRAM).pValue()).isNull();
  }

  @Test
  void slicesHaveLabelsAndNoneIsEmpty() {
    Slices slices = new Slices(NAMES, figures());
    assertThat(slices.bands(BANDS))
        .extracting(Slice::label, Slice::tokens)
        .containsExactly(
            tuple("<unk>", 1L),
            tuple("<eos>", 2L),
            tuple("1-9", 1L),
            tuple("10-99", 2L),
            tuple("100 and more", 1L));
    assertThat(slices.bands(BANDS).get(3).models().get(1))
        .isEqualTo(new ModelLoss(Report.LSTM, 3, Math.exp(1.5)));
    assertThat(slices.positions())
        .extracting(Slice::label, Slice::tokens)
        .containsExactly(tuple("1", 2L), tuple("2-3", 4L), tuple("4-7", 1L));
  }

  @Test
  void documentsAreOrderedByTheirMeanLoss() {
    Hardest hardest = new Hardest(NAMES, Report.LSTM, figures());
    ScoredDocuments all =
        hardest.documents(new DocumentsSettings(5, 3, 100), document -> "text " + document);
    assertThat(all.considered()).isEqualTo(2);
    assertThat(all.worst())
        .extracting(ScoredDocuments.ScoredDocument::document)
        .containsExactly(1L, 0L);
    assertThat(all.best())
        .extracting(ScoredDocuments.ScoredDocument::text)
        .containsExactly("text 0", "text 1");
    assertThat(all.worst().get(0).models().get(1).nats()).isEqualTo(6.5);
    ScoredDocuments longer =
        hardest.documents(new DocumentsSettings(5, 4, 100), document -> "text");
    assertThat(longer.considered()).isEqualTo(1);
    assertThat(longer.worst()).isEqualTo(longer.best());
  }

  @Test
  void wordsAreOrderedByTheirLoss() {
    Hardest hardest = new Hardest(NAMES, Report.LSTM, figures());
    WordLosses words = hardest.words(new WordsSettings(3, 2), WORDS);
    assertThat(words.total())
        .extracting(WordLosses.WordLoss::word)
        .containsExactly("c", "b", "<unk>");
    assertThat(words.mean())
        .extracting(WordLosses.WordLoss::word)
        .containsExactly("b", "<eos>"); // the others stand once
    assertThat(words.total().get(1))
        .isEqualTo(new WordLosses.WordLoss("b", 2, 10, 3, 1.5, 3 / 11.0));
  }
}
