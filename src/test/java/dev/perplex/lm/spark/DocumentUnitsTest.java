package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.lm.Ids;
import org.junit.jupiter.api.Test;

class DocumentUnitsTest {
  private static final Ids IDS = Ids.repeating(20, 20); // 1 to 20
  private static final long[] OFFSETS = {0, 4, 5, 11, 11, 20};

  @Test
  void unitsAreWholeDocumentsInOrder() {
    DocumentUnits units = DocumentUnits.of(IDS, OFFSETS, 0, 5);
    assertThat(units.count()).isEqualTo(3);
    assertThat(units.read(0)).containsExactly(new int[] {1, 2, 3, 4}, new int[] {5});
    assertThat(units.read(1)).containsExactly(new int[] {6, 7, 8, 9, 10, 11});
    assertThat(units.firstDocument(2)).isEqualTo(3);
    assertThat(units.read(2).get(0)).isEmpty();
    assertThat(units.read(2).get(1)).hasSize(9);
  }

  @Test
  void noDocumentStartsAfterTheLimit() {
    DocumentUnits units = DocumentUnits.of(IDS, OFFSETS, 5, 100);
    assertThat(units.count()).isEqualTo(1);
    assertThat(units.read(0)).hasSize(2);
  }

  @Test
  void aSplitWithoutDocumentsHasNoUnits() {
    assertThat(DocumentUnits.of(IDS, new long[] {0}, 0).count()).isZero();
  }
}
