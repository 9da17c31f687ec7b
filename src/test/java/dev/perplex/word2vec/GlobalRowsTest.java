package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GlobalRowsTest {
  private static final ModelShape SHAPE = new ModelShape(6, 4, 3);
  private static final InitialRows INITIAL = new InitialRows(SHAPE, 5);

  private static GlobalRows start() {
    return new GlobalRows(SHAPE, INITIAL);
  }

  private static float[] row(GlobalRows rows, int row) {
    float[] values = new float[3];
    float[] padded = new float[SHAPE.stride()];
    rows.copy(row, padded);
    System.arraycopy(padded, 0, values, 0, 3);
    return values;
  }

  private static RowChanges changes(long seed) {
    FastRandom random = new FastRandom(seed);
    int[] rows = {1 + random.below(3), 4 + random.below(3), 7 + random.below(3)};
    float[] values = new float[9];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return Rows.of(3, rows, values);
  }

  @Test
  void startsWithSmallWordsAndNoneForSpecialWordsAndOutputs() {
    for (int row = 0; row < SHAPE.rows(); row++) {
      float[] values = row(start(), row);
      if (row < 2 || row >= 6) {
        assertThat(values).as("row %d", row).containsOnly(0);
      } else {
        for (float value : values) {
          assertThat(value).isBetween(-0.5f / 3, 0.5f / 3).isNotZero();
        }
      }
    }
    assertThat(row(start(), 2)).isNotEqualTo(row(start(), 3));
    assertThat(row(new GlobalRows(SHAPE, new InitialRows(SHAPE, 6)), 2))
        .isNotEqualTo(row(start(), 2));
  }

  @Test
  void addMovesAndPutSets() {
    GlobalRows rows = start();
    RowChanges ones = Rows.of(3, new int[] {2, 8}, new float[] {1, 1, 1, 2, 2, 2});
    float[] before = row(rows, 2);
    rows.add(ones);
    assertThat(row(rows, 2)).containsExactly(before[0] + 1, before[1] + 1, before[2] + 1);
    rows.add(ones);
    assertThat(row(rows, 8)).containsExactly(4, 4, 4);
    rows.put(ones);
    assertThat(row(rows, 2)).containsExactly(1, 1, 1);
    assertThat(row(rows, 8)).containsExactly(2, 2, 2);
    assertThat(row(rows, 3)).isEqualTo(row(start(), 3));
  }

  @Test
  void valuesAreThoseOfEveryRowOfThePart() {
    RowChanges part = start().values(1, 4);
    assertThat(part.size()).isEqualTo(3);
    assertThat(new int[] {part.row(0), part.row(1), part.row(2)}).containsExactly(1, 5, 9);
    assertThat(Arrays.copyOfRange(part.values(), 3, 6)).isEqualTo(row(start(), 5));
    assertThat(start().values(3, 4).size()).isEqualTo(2);
    assertThat(start().values(11, 12).size()).isZero();
  }

  @Property(tries = 100)
  void aStoredMatrixWithLaterChangesGivesTheBitsOfAllChanges(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 12) int parts,
      @ForAll @IntRange(min = 0, max = 6) int storedAfter) {
    GlobalRows all = start();
    GlobalRows stored = start();
    GlobalRows again = start();
    for (int round = 0; round < 6; round++) {
      if (round == storedAfter) {
        for (int part = 0; part < parts; part++) {
          again.put(stored.values(part, parts));
        }
      }
      all.add(changes(seed + round));
      (round < storedAfter ? stored : again).add(changes(seed + round));
    }
    assertThat((storedAfter == 6 ? stored : again).values(0, 1)).isEqualTo(all.values(0, 1));
  }

  @Test
  void aWorkersOwnRowsLeaveTheGlobalOnes() {
    GlobalRows rows = start();
    OwnRows own = new OwnRows(SHAPE);
    own.begin(rows);
    own.touched(3)[1] += 0.5f;
    own.touched(7)[0] = 2;
    own.touched(9);
    assertThat(rows.values(0, 1)).isEqualTo(start().values(0, 1));
    float moved = (row(rows, 3)[1] + 0.5f) - row(rows, 3)[1];
    assertThat(own.changes(0, 1))
        .isEqualTo(Rows.of(3, new int[] {3, 7, 9}, new float[] {0, moved, 0, 2, 0, 0, 0, 0, 0}));
    assertThat(own.changes(1, 2).size()).isEqualTo(3);
    assertThat(own.changes(0, 2).size()).isZero();
    own.begin(rows);
    assertThat(own.changes(0, 1).size()).isZero();
    assertThat(own.touched(7)[0]).isZero();
  }

  @Test
  void ownRowsRefuseAnotherShape() {
    assertThatThrownBy(() -> new OwnRows(new ModelShape(6, 4, 4)).begin(start()))
        .hasMessageContaining("for own rows of");
  }
}
