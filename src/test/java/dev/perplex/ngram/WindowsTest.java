package dev.perplex.ngram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private static final int EOS = 1;

  private static List<List<Long>> rows(Windows windows) {
    List<List<Long>> rows = new ArrayList<>();
    for (int row = 0; row < windows.rows(); row++) {
      List<Long> one = new ArrayList<>();
      for (int column = 0; column < windows.order(); column++) {
        one.add((long) windows.at(column, row));
      }
      one.add(windows.count(row));
      rows.add(one);
    }
    return rows;
  }

  /** Columns: the word before, the word, and what is farther back; nothing lies before a start. */
  @Test
  void aWindowReachesBackToTheSentenceStart() {
    Windows windows = new Windows(3, 0);
    windows.read(new int[] {5, 6, EOS, 7}, 0);
    assertThat(rows(windows))
        .containsExactly(
            List.of(1L, 5L, 1L, 1L),
            List.of(5L, 6L, 1L, 1L),
            List.of(6L, 1L, 5L, 1L),
            List.of(1L, 7L, 1L, 1L));
  }

  @Property(tries = 200)
  void piecesOfATextHaveTheWindowsOfTheWhole(
      @ForAll @Size(min = 2, max = 60) List<@IntRange(max = 5) Integer> text,
      @ForAll @IntRange(min = 2, max = 5) int order,
      @ForAll @IntRange(max = 59) int cut) {
    int[] ids = text.stream().mapToInt(Integer::intValue).toArray();
    int first = cut % ids.length;
    Windows whole = new Windows(order, 0);
    whole.read(ids, 0);
    Windows pieces = new Windows(order, 0);
    int before = Math.min(order - 1, first);
    pieces.read(Arrays.copyOfRange(ids, first - before, ids.length), before);
    Windows combined = pieces.combined();
    Windows other = new Windows(order, 0);
    other.read(Arrays.copyOfRange(ids, 0, first), 0);
    Windows two = new Windows(order, 0);
    two.decode(combined.encode(0, combined.rows()));
    two.decode(other.combined().encode(0, other.combined().rows()));
    assertThat(rows(two.combined())).isEqualTo(rows(whole.combined()));
  }

  @Property(tries = 200)
  void rowsAreSortedAndEachStandsOnce(
      @ForAll @Size(min = 1, max = 80) List<@IntRange(max = 70_000) Integer> text) {
    Windows windows = new Windows(2, 0);
    windows.read(text.stream().mapToInt(Integer::intValue).toArray(), 0);
    List<List<Long>> rows = rows(windows.combined());
    List<List<Long>> keys = rows.stream().map(row -> row.subList(0, 2)).toList();
    assertThat(keys)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(
            Comparator.<List<Long>>comparingLong(row -> row.get(0))
                .thenComparingLong(row -> row.get(1)));
    assertThat(rows.stream().mapToLong(row -> row.get(2)).sum()).isEqualTo(text.size());
  }
}
