package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowSumsTest {
  private static RowChanges changes(int[] rows, int[] touches, float... values) {
    return new RowChanges(2, rows, touches, values);
  }

  @Test
  void worksTheCaseDoneByHand() {
    // Row 1: (3 (1, 2) + 1 (5, 6)) / 4 = (2, 3). Rows 0 and 4 have one worker each.
    RowChanges one = changes(new int[] {0, 1}, new int[] {7, 3}, 9, 8, 1, 2);
    RowChanges other = changes(new int[] {1, 4}, new int[] {1, 2}, 5, 6, -1, -2);
    assertThat(RowSums.mean(List.of(one, other)))
        .isEqualTo(changes(new int[] {0, 1, 4}, new int[] {7, 4, 2}, 9, 8, 2, 3, -1, -2));
  }

  @Test
  void oneWorkersRowsComeBackToTheLastBit() {
    RowChanges one = random(new SplittableRandom(1), false);
    assertThat(RowSums.mean(List.of(one))).isEqualTo(one);
  }

  @Test
  void workersThatAgreeChangeNothing() {
    RowChanges one = random(new SplittableRandom(2), false);
    RowChanges mean = RowSums.mean(List.of(one, one));
    assertThat(mean.values()).isEqualTo(one.values());
  }

  @Test
  void mergingIsAssociativeAndCommutativeAndChangesNoInput() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 200; trial++) {
      // Whole numbers: their sums are exact, so equal bits may be asked for.
      RowSums a = RowSums.of(random(random, true));
      RowSums b = RowSums.of(random(random, true));
      RowSums c = RowSums.of(random(random, true));
      RowChanges before = b.mean();
      RowChanges left = a.plus(b).plus(c).mean();
      assertThat(a.plus(b.plus(c)).mean()).isEqualTo(left);
      assertThat(c.plus(b).plus(a).mean()).isEqualTo(left);
      assertThat(b.mean()).isEqualTo(before);
    }
  }

  @Test
  void aMeanThatForgetsTheTouchesWouldDiffer() {
    RowChanges heavy = changes(new int[] {0}, new int[] {99}, 1, 1);
    RowChanges light = changes(new int[] {0}, new int[] {1}, 0, 0);
    assertThat(RowSums.mean(List.of(heavy, light)).values()).containsExactly(0.99f, 0.99f);
  }

  @Test
  void emptyPartsMergeToNothing() {
    RowChanges empty = changes(new int[0], new int[0]);
    assertThat(RowSums.mean(List.of(empty, empty)).size()).isZero();
  }

  @Test
  void nanReachesTheMean() {
    RowChanges sick = changes(new int[] {0}, new int[] {1}, Float.NaN, 1);
    RowChanges well = changes(new int[] {0}, new int[] {1}, 0, 1);
    assertThat(RowSums.mean(List.of(well, sick)).values()).containsExactly(Float.NaN, 1);
  }

  private static RowChanges random(SplittableRandom random, boolean whole) {
    int[] rows = random.ints(0, 12).limit(6).distinct().sorted().toArray();
    int[] touches = random.ints(rows.length, 1, 100).toArray();
    float[] values = new float[rows.length * 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole ? random.nextInt(-1000, 1000) : (float) random.nextDouble() - 0.5f;
    }
    return changes(rows, touches, values);
  }
}
