package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowChangesTest {
  private final RowChanges rows =
      Rows.of(3, new int[] {0, 7, 1 << 30}, new float[] {1, -0f, 3e-39f, 4, 5, 6, 7, 8, 1e38f});

  @Test
  void bytesComeBackAsWritten() {
    assertThat(RowChanges.fromBytes(rows.toBytes())).isEqualTo(rows);
    RowChanges none = Rows.of(3, new int[0], new float[0]);
    assertThat(RowChanges.fromBytes(none.toBytes())).isEqualTo(none);
    assertThat(none.toBytes()).containsExactly(0, 0, 0, 0, 3, 0, 0, 0);
  }

  @Test
  void bytesAreAsTheirCommentSays() {
    // 1 row of 1 component, row 2, value 1f = 0x3F800000
    assertThat(Rows.of(1, new int[] {2}, new float[] {1}).toBytes())
        .containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, (byte) 0x80, 0x3F);
    assertThat(RowChanges.valuesAt(1)).isEqualTo(12);
    assertThat(RowChanges.valuesAt(1 << 30)).isEqualTo(8 + (4L << 30));
  }

  @Test
  void bytesThatAreNoRowsAreRefused() {
    byte[] bytes = rows.toBytes();
    byte[] negative = bytes.clone();
    negative[3] = -1;
    byte[] flat = bytes.clone();
    flat[4] = 0;
    byte[] huge = bytes.clone();
    huge[3] = 0x7F;
    for (byte[] damaged :
        new byte[][] {
          {},
          {1, 0, 0},
          Arrays.copyOf(bytes, bytes.length - 1),
          Arrays.copyOf(bytes, bytes.length + 4),
          negative,
          flat,
          huge
        }) {
      assertThatThrownBy(() -> RowChanges.fromBytes(damaged))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(damaged.length + " bytes are not rows: they state ");
    }
  }

  @Test
  void valuesHaveToFillTheRows() {
    assertThatThrownBy(() -> Rows.of(3, new int[] {1}, new float[2]))
        .hasMessage("1 rows, 2 values");
  }
}
