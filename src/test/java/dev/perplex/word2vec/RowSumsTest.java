package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowSumsTest {
  private static final ModelShape SHAPE = new ModelShape(7, 5, 2);

  private static RowChanges changes(int[] rows, float... values) {
    return Rows.of(2, rows, values);
  }

  private static int[] rows(int... rows) {
    return rows;
  }

  private static RowChanges merged(double rateFactor, RowChanges... workers) {
    RowSums sums = new RowSums(SHAPE, 0, 1, rateFactor);
    for (RowChanges worker : workers) {
      sums.add(worker);
    }
    return sums.merged();
  }

  /** Of some rows, with values that have many bits, or few where they are whole. */
  private static RowChanges random(long seed, boolean whole) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] rows = random.ints(0, SHAPE.rows()).limit(8).distinct().sorted().toArray();
    float[] values = new float[rows.length * 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole ? random.nextInt(-1000, 1000) : (float) random.nextDouble() - 0.5f;
    }
    return changes(rows, values);
  }

  @Test
  void atAsManyTimesTheRateAsWorkersItIsTheMeanOverAllOfThem() {
    // Four workers at four times the rate. Row 0: one moved it, so a quarter. Row 1: two moved it,
    // (1 + 5, 2 + 6) / 4. Row 11: all four, the mean.
    RowChanges merged =
        merged(
            4,
            changes(rows(0, 1, 11), 8, 4, 1, 2, 1, 0),
            changes(rows(1, 11), 5, 6, 2, 0),
            changes(rows(11), 3, 0),
            changes(rows(11), 6, 0));
    assertThat(merged).isEqualTo(changes(rows(0, 1, 11), 2, 1, 1.5f, 2, 3, 0));
  }

  @Test
  void whereTheRateIsHeldLowerACommonRowIsDividedByItsWorkers() {
    // Four workers at twice the rate. Row 0: one, by 2. Row 1: two, by 2. Row 2: four, by 4.
    RowChanges common = changes(rows(2), 4, 8);
    RowChanges merged =
        merged(
            2,
            changes(rows(0, 1, 2), 2, 4, 1, 1, 4, 8),
            changes(rows(1, 2), 3, 5, 4, 8),
            common,
            common);
    assertThat(merged).isEqualTo(changes(rows(0, 1, 2), 1, 2, 2, 3, 4, 8));
  }

  @Test
  void atTheRateOfOneWorkerEachRowIsTheMeanOfThoseThatMovedIt() {
    assertThat(merged(1, changes(rows(3), 2, 4), changes(rows(3, 4), 4, 8, 1, 1)))
        .isEqualTo(changes(rows(3, 4), 3, 6, 1, 1));
  }

  @Test
  void oneWorkersRowsComeBackToTheLastBit() {
    RowChanges one = random(1, false);
    assertThat(merged(1, one)).isEqualTo(one);
  }

  @Test
  void aMeanOverThoseThatMovedARowWouldBeSeen() {
    RowChanges rare = changes(rows(5), 8, 8);
    RowChanges none = changes(rows());
    assertThat(merged(4, rare, none, none, none)).isNotEqualTo(rare);
  }

  @Test
  void changesNoInput() {
    RowChanges one = random(2, false);
    float[] before = one.values().clone();
    merged(3, one, random(3, false), one);
    assertThat(one.values()).isEqualTo(before);
  }

  @Test
  void nothingMergesToNothingAndNanIsNotHidden() {
    assertThat(merged(2, changes(rows()), changes(rows())).size()).isZero();
    RowChanges sick = merged(2, changes(rows(0), 0, 1), changes(rows(0), Float.NaN, 1));
    assertThat(sick.values()).containsExactly(Float.NaN, 1);
  }

  @Test
  void refusesRowsOfAnotherPartOrDimension() {
    assertThatThrownBy(() -> new RowSums(SHAPE, 1, 3, 1).add(changes(rows(1, 5), 1, 1, 1, 1)))
        .hasMessage("row 5 is not of part 1");
    assertThatThrownBy(() -> new RowSums(SHAPE, 0, 1, 1).add(Rows.of(3, rows(0), new float[3])))
        .hasMessage("3 is not 2");
  }

  @Property(tries = 100)
  void theSameOrderGivesTheSameBits(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int n) {
    RowChanges[] workers = new RowChanges[n];
    Arrays.setAll(workers, i -> random(seed + i, false));
    assertThat(merged(n, workers)).isEqualTo(merged(n, workers));
  }

  @Property(tries = 100)
  void noOrderMattersWhereSumsAreExact(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int n) {
    List<RowChanges> workers = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      workers.add(0, random(seed + i, true));
    }
    RowChanges[] turned = workers.toArray(RowChanges[]::new);
    RowChanges[] straight = new RowChanges[n];
    Arrays.setAll(straight, i -> turned[n - 1 - i]);
    assertThat(merged(n, turned)).isEqualTo(merged(n, straight));
  }

  @Property(tries = 100)
  void isLinear(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int n) {
    RowChanges[] workers = new RowChanges[n];
    RowChanges[] doubled = new RowChanges[n];
    Arrays.setAll(workers, i -> random(seed + i, false));
    Arrays.setAll(doubled, i -> twice(workers[i]));
    assertThat(merged(n, doubled)).isEqualTo(twice(merged(n, workers)));
  }

  private static RowChanges twice(RowChanges from) {
    int[] rows = new int[from.size()];
    Arrays.setAll(rows, from::row);
    float[] values = from.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return Rows.of(2, rows, values);
  }

  @Property(tries = 100)
  void partsMakeTheWhole(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int n,
      @ForAll @IntRange(min = 1, max = 15) int parts) {
    RowChanges[] workers = new RowChanges[n];
    Arrays.setAll(workers, i -> random(seed + i, false));
    GlobalRows whole = new GlobalRows(SHAPE, new InitialRows(SHAPE, 1));
    whole.add(merged(n, workers));
    GlobalRows byParts = new GlobalRows(SHAPE, new InitialRows(SHAPE, 1));
    for (int part = 0; part < parts; part++) {
      RowSums sums = new RowSums(SHAPE, part, parts, n);
      for (RowChanges worker : workers) {
        sums.add(ofPart(worker, part, parts));
      }
      byParts.add(sums.merged());
    }
    assertThat(byParts.values(0, 1)).isEqualTo(whole.values(0, 1));
  }

  private static RowChanges ofPart(RowChanges from, int part, int parts) {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      if (from.row(i) % parts == part) {
        positions.add(i);
      }
    }
    int[] rows = positions.stream().mapToInt(from::row).toArray();
    float[] values = new float[rows.length * 2];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(from.values(), positions.get(i) * 2, values, i * 2, 2);
    }
    return Rows.of(2, rows, values);
  }
}
