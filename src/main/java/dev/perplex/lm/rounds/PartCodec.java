package dev.perplex.lm.rounds;

import dev.perplex.kernel.HalfFloats;
import dev.perplex.lm.Wire;
import dev.perplex.lm.rounds.PartLayout.Block;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of a part as bytes, little-endian. By block: its form, for {@link #SOME} the number
 * of rows and the rows (int32, from the block's first), then their values: float32, or a scale
 * (float32) and halves, which are the values times the scale. Rows that are not named are zero, or
 * for values that replace others, as they were.
 */
final class PartCodec {
  static final byte ALL = 0;
  static final byte SOME = 1;

  private final List<Block> blocks;
  private final Wire wire;

  PartCodec(PartLayout layout, int part, Wire wire) {
    this.blocks = layout.blocks(part);
    this.wire = wire;
  }

  /** Takes values; called in the order of their places. */
  interface Sink {
    /**
     * @param place of the first value in the part
     * @param values of which {@code length} from {@code at} on count
     */
    void take(Block block, int place, float[] values, int at, int length);
  }

  /**
   * @param values of the whole part
   * @param rows by block, those to write; null for all
   * @param residual of the whole part: what rounding took away is left here; null where nobody asks
   */
  byte[] write(float[] values, boolean[][] rows, float[] residual) {
    int[] counts = new int[blocks.size()];
    int size = 0;
    for (int i = 0; i < counts.length; i++) {
      Block block = blocks.get(i);
      counts[i] = count(block, rows[i]);
      size += 1 + (counts[i] < block.rows() ? 4 + 4 * counts[i] : 0);
      size += wire == Wire.FP32 ? 0 : 4;
      size += Math.multiplyExact(counts[i] * block.columns(), wire == Wire.FP32 ? 4 : 2);
    }
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < counts.length; i++) {
      write(out, blocks.get(i), values, counts[i], rows[i], residual);
    }
    return out.array();
  }

  /** How many rows are named: all, where none are. */
  static int count(Block block, boolean[] rows) {
    if (rows == null) {
      return block.rows();
    }
    int count = 0;
    for (boolean row : rows) {
      count += row ? 1 : 0;
    }
    return count;
  }

  private void write(
      ByteBuffer out, Block block, float[] values, int count, boolean[] rows, float[] residual) {
    int columns = block.columns();
    boolean all = count == block.rows();
    out.put(all ? ALL : SOME);
    int[] runs = all ? new int[] {0, block.rows()} : runs(rows); // from, until, from, until
    if (!all) {
      out.putInt(count);
      for (int run = 0; run < runs.length; run += 2) {
        for (int row = runs[run]; row < runs[run + 1]; row++) {
          out.putInt(row);
        }
      }
    }
    float scale = 1;
    if (wire == Wire.FP16) {
      float largest = 0;
      for (int run = 0; run < runs.length; run += 2) {
        int until = block.offset() + runs[run + 1] * columns;
        for (int i = block.offset() + runs[run] * columns; i < until; i++) {
          largest = Math.max(largest, Math.abs(values[i]));
        }
      }
      scale = HalfFloats.scale(largest);
      out.putFloat(scale);
    }
    for (int run = 0; run < runs.length; run += 2) {
      int from = block.offset() + runs[run] * columns;
      int length = (runs[run + 1] - runs[run]) * columns;
      if (wire == Wire.FP32) {
        out.asFloatBuffer().put(values, from, length);
        out.position(out.position() + length * Float.BYTES);
      } else {
        halves(out, values, from, length, scale, residual);
      }
    }
  }

  private static void halves(
      ByteBuffer out, float[] values, int from, int length, float scale, float[] residual) {
    short[] halves = new short[length];
    for (int i = 0; i < length; i++) {
      halves[i] = HalfFloats.of(values[from + i] * scale);
    }
    if (residual != null) {
      for (int i = 0; i < length; i++) {
        residual[from + i] = values[from + i] - HalfFloats.toFloat(halves[i]) / scale;
      }
    }
    out.asShortBuffer().put(halves);
    out.position(out.position() + length * Short.BYTES);
  }

  private static int[] runs(boolean[] rows) {
    int[] runs = new int[rows.length + 1];
    int used = 0;
    boolean in = false;
    for (int row = 0; row < rows.length; row++) {
      if (rows[row] != in) {
        runs[used++] = row;
        in = !in;
      }
    }
    if (in) {
      runs[used++] = rows.length;
    }
    return Arrays.copyOf(runs, used);
  }

  /** Reads what {@link #write} wrote, in runs of rows that follow one another. */
  void read(Content content, Sink sink) {
    PartReader reader = new PartReader(content, wire);
    for (Block block : blocks) {
      reader.begin(block);
      int most = block.tile();
      for (int from = 0; from < block.rows(); from += most) {
        int count = reader.read(from, Math.min(block.rows(), from + most));
        int begun = 0;
        for (int i = 1; i <= count; i++) {
          if (i == count || reader.row(i) != reader.row(i - 1) + 1) {
            int columns = block.columns();
            int place = block.offset() + reader.row(begun) * columns;
            sink.take(block, place, reader.values(), begun * columns, (i - begun) * columns);
            begun = i;
          }
        }
      }
    }
    reader.end();
  }
}
