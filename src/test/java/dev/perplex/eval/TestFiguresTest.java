package dev.perplex.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TestFiguresTest {
  private static final Vocabulary WORDS =
      new Vocabulary(List.of("<unk>", "<eos>", "a", "b", "c"), new long[] {3, 9, 20, 10, 2});

  private static UnitFigures.Rules rules(Vocabulary vocabulary, Integer... bands) {
    return new UnitFigures.Rules(
        new FrequencyBands(vocabulary, List.of(bands)), new TokenChecksums(vocabulary), 1);
  }

  private static TestFigures figures(List<UnitFigures> units) {
    return new TestFigures(units, WORDS.size(), document -> 10, document -> 12);
  }

  /*
   * Documents "a b <unk> <eos>" and "a <eos>"; by the first model each token costs 1, by the second
   * 1, 2, 3, 4 and 5, 6 nats. Bands from 10 on: <unk>, <eos>, rarer than 10 (none is scored), 10 and
   * more. Places: 1; 2 and 3; 4.
   */
  @Test
  void theHandCaseHolds() {
    List<int[]> documents = List.of(new int[] {2, 3, 0, 1}, new int[] {2, 1});
    double[][] ones = {{1, 1, 1, 1}, {1, 1}};
    double[][] rising = {{1, 2, 3, 4}, {5, 6}};
    TestFigures figures =
        figures(List.of(UnitFigures.of(rules(WORDS, 10), documents, List.of(ones, rising))));
    assertThat(figures.documents()).isEqualTo(2);
    assertThat(figures.models()).isEqualTo(2);
    assertThat(figures.tally(1)).isEqualTo(new Tally(6, 2, 1, 21, 10, 3, 20, 24));
    assertThat(figures.tally(1, 1)).isEqualTo(new Tally(2, 1, 0, 11, 6, 0, 10, 12));
    assertThat(figures.columns())
        .isDeepEqualTo(new double[][] {{4, 2}, {10, 11}, {4, 2}, {10, 10}, {12, 12}});

    long[] tokens = new long[4];
    double[] nats = new double[4];
    for (int band = 0; band < 4; band++) {
      tokens[band] = figures.bandTokens(band);
      nats[band] = figures.bandNats(1, band);
    }
    assertThat(tokens).containsExactly(1, 2, 0, 3);
    assertThat(nats).containsExactly(3, 10, 0, 8);

    assertThat(figures.placeTokens(0)).isEqualTo(2);
    assertThat(figures.placeTokens(1)).isEqualTo(3);
    assertThat(figures.placeTokens(2)).isEqualTo(1);
    assertThat(figures.placeNats(1, 0)).isEqualTo(6);
    assertThat(figures.placeNats(1, 1)).isEqualTo(11);
    assertThat(figures.placeNats(1, 2)).isEqualTo(4);

    assertThat(figures.wordTokens(2)).isEqualTo(2);
    assertThat(figures.wordNats(2)).isEqualTo(6);
    assertThat(figures.wordTokens(4)).isZero();
    assertThat(figures.notFinite()).isEmpty();
  }

  /** Whatever is cut out of the whole, its parts are the whole again. */
  @Test
  void slicesSumToTheWhole() {
    SplittableRandom random = new SplittableRandom(6);
    List<UnitFigures> units = new ArrayList<>();
    for (int unit = 0; unit < 5; unit++) {
      List<int[]> documents = new ArrayList<>();
      double[][] one = new double[7][];
      double[][] other = new double[7][];
      for (int document = 0; document < 7; document++) {
        int[] ids = random.ints(random.nextInt(1, 300), 0, 5).toArray();
        documents.add(ids);
        one[document] = random.doubles(ids.length, 0.1, 9).toArray();
        other[document] = random.doubles(ids.length, 0.1, 9).toArray();
      }
      units.add(UnitFigures.of(rules(WORDS, 1, 10, 15), documents, List.of(one, other)));
    }
    TestFigures figures = figures(units);
    assertThat(figures.documents()).isEqualTo(35);
    double bands = 0;
    double places = 0;
    double words = 0;
    double documents = 0;
    long tokens = 0;
    for (int band = 0; band < 5; band++) {
      bands += figures.bandNats(1, band);
      tokens += figures.bandTokens(band);
    }
    for (int place = 0; place < figures.places(); place++) {
      places += figures.placeNats(1, place);
    }
    for (int id = 0; id < 5; id++) {
      words += figures.wordNats(id);
    }
    for (double nats : figures.columns()[1]) {
      documents += nats;
    }
    double whole = figures.tally(1).nats();
    assertThat(tokens).isEqualTo(figures.tally(1).tokens());
    assertThat(new double[] {bands, places, words, documents})
        .containsExactly(new double[] {whole, whole, whole, whole}, within(1e-9 * whole));
  }

  @Test
  void aLossThatIsNoNumberIsFound() {
    List<int[]> documents = List.of(new int[] {2}, new int[] {2, 3});
    double[][] good = {{1}, {1, 1}};
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      double[][] wrong = {{1}, {1, bad}};
      TestFigures figures =
          figures(List.of(UnitFigures.of(rules(WORDS), documents, List.of(good, wrong))));
      assertThat(figures.notFinite()).contains(new TestFigures.NotFinite(1, 1, bad));
    }
  }

  private static String checksum(Vocabulary vocabulary, List<int[]> documents) {
    double[][] losses =
        documents.stream().map(ids -> new double[ids.length]).toArray(double[][]::new);
    return new TestFigures(
            List.of(UnitFigures.of(rules(vocabulary), documents, List.of(losses, losses))),
            vocabulary.size(),
            document -> 0,
            document -> 0)
        .checksum();
  }

  /** Other ids of the same words are the same tokens; other words, or another cut, are not. */
  @Test
  void theChecksumIsOfTheSpelling() {
    Vocabulary other =
        new Vocabulary(List.of("<unk>", "<eos>", "b", "a"), new long[] {1, 9, 30, 20});
    String sum = checksum(WORDS, List.of(new int[] {2, 3, 1}, new int[] {2, 1}));
    assertThat(checksum(other, List.of(new int[] {3, 2, 1}, new int[] {3, 1}))).isEqualTo(sum);
    assertThat(checksum(other, List.of(new int[] {2, 3, 1}, new int[] {2, 1}))).isNotEqualTo(sum);
    assertThat(checksum(WORDS, List.of(new int[] {2, 3, 1, 2, 1}))).isNotEqualTo(sum);
    assertThat(checksum(WORDS, List.of(new int[] {2, 3}, new int[] {1, 2, 1}))).isNotEqualTo(sum);
    assertThat(checksum(WORDS, List.of(new int[] {2, 0, 1}, new int[] {2, 1}))).isNotEqualTo(sum);
  }

  @Test
  void bandsHoldTheirCounts() {
    FrequencyBands bands = new FrequencyBands(WORDS, List.of(10, 20));
    assertThat(bands.count()).isEqualTo(5);
    int[] found = new int[5];
    for (int id = 0; id < 5; id++) {
      found[id] = bands.band(id);
    }
    assertThat(found).containsExactly(0, 1, 4, 3, 2);
    assertThat(new long[] {bands.low(2), bands.high(2)}).containsExactly(1, 9);
    assertThat(new long[] {bands.low(3), bands.high(3)}).containsExactly(10, 19);
    assertThat(new long[] {bands.low(4), bands.high(4)}).containsExactly(20, -1);
    FrequencyBands one = new FrequencyBands(WORDS, List.of());
    assertThat(one.count()).isEqualTo(3);
    assertThat(new long[] {one.low(2), one.high(2)}).containsExactly(1, -1);
    assertThat(new FrequencyBands(WORDS, List.of(1, 3)).count()).isEqualTo(4);
  }
}
