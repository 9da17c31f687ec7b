package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.lm.Ids;
import org.junit.jupiter.api.Test;

class DocumentUnitsTest {
  private static final Ids IDS = Ids.repeating(20, 20); // 1 to 20
  private static final long[] OFFSETS = {0, 4, 5, 11, 11, 20};

  @Test
  void unitsAreWholeDocumentsInOrder() {
    DocumentUnits units = DocumentUnits.of(IDS, OFFSETS, new int[] {0, 2, 3, 5});
    assertThat(units.count()).isEqualTo(3);
    assertThat(units.documents()).isEqualTo(5);
    assertThat(units.read(0)).containsExactly(new int[] {1, 2, 3, 4}, new int[] {5});
    assertThat(units.read(1)).containsExactly(new int[] {6, 7, 8, 9, 10, 11});
    assertThat(units.firstDocument(2)).isEqualTo(3);
    assertThat(units.read(2).get(0)).isEmpty();
    assertThat(units.read(2).get(1)).hasSize(9);
  }

  /** Of four units of 20 tokens in all, 10 tokens are two units: the first and the third. */
  @Test
  void aPartOfTheUnitsIsSpreadOverAll() {
    DocumentUnits units = DocumentUnits.of(IDS, OFFSETS, new int[] {0, 1, 2, 3, 5}).about(10);
    assertThat(units.count()).isEqualTo(2);
    assertThat(units.firstDocument(0)).isZero();
    assertThat(units.firstDocument(1)).isEqualTo(2);
    assertThat(units.read(1)).containsExactly(new int[] {6, 7, 8, 9, 10, 11});
    assertThat(units.documents()).isEqualTo(2);
  }

  @Test
  void atLeastOneUnitIsKeptAndZeroMeansAll() {
    DocumentUnits units = DocumentUnits.of(IDS, OFFSETS, new int[] {0, 1, 2, 3, 5});
    assertThat(units.about(1).count()).isEqualTo(1);
    assertThat(units.about(0).count()).isEqualTo(4);
    assertThat(units.about(1000).count()).isEqualTo(4);
  }

  @Test
  void aSplitWithoutDocumentsHasNoUnits() {
    assertThat(DocumentUnits.of(IDS, new long[] {0}, new int[] {0}).count()).isZero();
  }
}
