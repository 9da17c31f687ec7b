package dev.perplex.lm.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.PartLayout.Block;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChangeWriterTest {
  /** Rows of several tiles, rows longer than a tile, and short ones. */
  private static List<Tensor> random(SplittableRandom random) {
    List<Tensor> tensors =
        List.of(new Tensor("a", 50, 130), new Tensor("b", 2, 5000), new Tensor("c", 999, 3));
    for (Tensor tensor : tensors) {
      for (int i = 0; i < tensor.values().length; i++) {
        tensor.values()[i] = (float) random.nextDouble(-1, 1);
      }
    }
    return tensors;
  }

  private static boolean[][] some(List<Block> blocks, SplittableRandom random) {
    boolean[][] rows = new boolean[blocks.size()][];
    for (int i = 0; i < rows.length; i++) {
      int kind = random.nextInt(4);
      rows[i] = kind == 0 ? null : new boolean[blocks.get(i).rows()];
      for (int row = 0; row < blocks.get(i).rows() && kind > 0; row++) {
        rows[i][row] = kind == 1 || (kind == 2 && random.nextInt(3) > 0);
      }
    }
    return rows;
  }

  @Test
  void bytesAreTheCodecsAndReadBackWhereTheyWere() {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 60; trial++) {
      List<Tensor> after = random(random);
      List<Tensor> before = random(random);
      PartLayout layout = PartLayout.of(after, 1 + random.nextInt(4));
      for (int part = 0; part < layout.parts(); part++) {
        List<Block> blocks = layout.blocks(part);
        boolean[][] rows = some(blocks, random);
        float[] change = layout.gather(part, after);
        float[] start = layout.gather(part, before);
        for (int i = 0; i < change.length; i++) {
          change[i] -= start[i];
        }
        ChangeWriter writer = new ChangeWriter(blocks, rows);
        byte[] bytes = writer.write(after, before);
        PartCodec codec = new PartCodec(layout, part, Wire.FP32);
        assertThat(bytes).isEqualTo(codec.write(change, rows, null));
        float[] expected = masked(blocks, rows, change);
        float[] read = new float[change.length];
        codec.read(
            Content.of(bytes),
            (block, place, values, at, length) ->
                System.arraycopy(values, at, read, place, length));
        assertThat(read).isEqualTo(expected);
        double squares = 0;
        for (float value : expected) {
          squares += (double) value * value;
        }
        assertThat(writer.squares()).isCloseTo(squares, within(1e-9 * (1 + squares)));
      }
    }
  }

  /** Zero, where a row is not named. */
  private static float[] masked(List<Block> blocks, boolean[][] rows, float[] values) {
    float[] masked = values.clone();
    for (int i = 0; i < rows.length; i++) {
      Block block = blocks.get(i);
      for (int row = 0; row < block.rows(); row++) {
        if (rows[i] != null && !rows[i][row]) {
          int from = block.offset() + row * block.columns();
          Arrays.fill(masked, from, from + block.columns(), 0);
        }
      }
    }
    return masked;
  }

  @Test
  void bytesTooFewOrTooManyAreAFault() {
    List<Tensor> tensors = random(new SplittableRandom(1));
    PartLayout layout = PartLayout.of(tensors, 1);
    byte[] bytes = new ChangeWriter(layout.blocks(0), new boolean[3][]).write(tensors, tensors);
    PartCodec codec = new PartCodec(layout, 0, Wire.FP32);
    PartCodec.Sink nothing = (block, place, values, at, length) -> {};
    assertThatThrownBy(
            () -> codec.read(Content.of(Arrays.copyOf(bytes, bytes.length - 1)), nothing))
        .hasRootCauseMessage("a part's change is cut off");
    assertThatThrownBy(
            () -> codec.read(Content.of(Arrays.copyOf(bytes, bytes.length + 1)), nothing))
        .hasMessage("bytes too many in a part's change");
  }
}
