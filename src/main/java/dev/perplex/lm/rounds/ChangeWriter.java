package dev.perplex.lm.rounds;

import dev.perplex.kernel.RoundKernel;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.PartLayout.Block;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Writes a worker's change of a part as {@link PartCodec} does in 32 bits, but as it is worked out:
 * nothing leaves the first cache before it is written. For one change.
 */
final class ChangeWriter {
  private static final RoundKernel KERNEL = RoundKernel.fastest();

  private final List<Block> blocks;
  private final boolean[][] rows;
  private double squares;

  /**
   * @param rows by block, those that moved; null for all
   */
  ChangeWriter(List<Block> blocks, boolean[][] rows) {
    this.blocks = blocks;
    this.rows = rows;
  }

  byte[] write(List<Tensor> after, List<Tensor> before) {
    int[] counts = new int[blocks.size()];
    int size = 0;
    for (int i = 0; i < counts.length; i++) {
      Block block = blocks.get(i);
      counts[i] = PartCodec.count(block, rows[i]);
      size += 1 + (counts[i] < block.rows() ? 4 + 4 * counts[i] : 0);
      size = Math.addExact(size, Math.multiplyExact(counts[i] * block.columns(), Float.BYTES));
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < counts.length; i++) {
      Block block = blocks.get(i);
      boolean[] some = counts[i] == block.rows() ? null : rows[i];
      names(block, some, counts[i], out);
      float[] to = after.get(block.tensor()).values();
      values(block, some, to, before.get(block.tensor()).values(), out);
    }
    return out.array();
  }

  /** Of what was written, by row. */
  double squares() {
    return squares;
  }

  private static void names(Block block, boolean[] some, int count, ByteBuffer out) {
    out.put(some == null ? PartCodec.ALL : PartCodec.SOME);
    if (some != null) {
      out.putInt(count);
      for (int row = 0; row < block.rows(); row++) {
        if (some[row]) {
          out.putInt(row);
        }
      }
    }
  }

  private void values(Block block, boolean[] some, float[] after, float[] before, ByteBuffer out) {
    int columns = block.columns();
    int most = block.tile();
    float[] tile = new float[most * columns];
    FloatBuffer floats = out.asFloatBuffer();
    for (int row = 0; row < block.rows(); ) {
      if (some != null && !some[row]) {
        row++;
        continue;
      }
      int end = row + 1;
      while (end < block.rows() && end - row < most && (some == null || some[end])) {
        end++;
      }
      int length = (end - row) * columns;
      KERNEL.subtract(after, before, block.place() + row * columns, tile, 0, length);
      for (int at = 0; at < length; at += columns) {
        squares += KERNEL.squares(tile, at, columns);
      }
      floats.put(tile, 0, length);
      row = end;
    }
    out.position(out.position() + floats.position() * Float.BYTES);
  }
}
