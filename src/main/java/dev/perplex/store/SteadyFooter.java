package dev.perplex.store;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.io.PositionOutputStream;

/**
 * Passes a Parquet file on, but holds its end back until the footer can be put into a fixed order
 * ({@link ParquetFooter}).
 */
final class SteadyFooter extends PositionOutputStream {
  /** Footers take some 100 bytes a column and row group. */
  private static final int HELD = 1 << 20;

  private final PartOutput part;
  private byte[] held = new byte[2 * HELD];
  private int length; // of what is held
  private long position;

  SteadyFooter(PartOutput part) {
    this.part = part;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int count) throws IOException {
    position += count;
    if (length + count > held.length) {
      part.write(held, 0, length - Math.min(length, HELD));
      System.arraycopy(held, length - Math.min(length, HELD), held, 0, Math.min(length, HELD));
      length = Math.min(length, HELD);
    }
    if (length + count > held.length) { // one write larger than what is held
      held = Arrays.copyOf(held, length + count);
    }
    System.arraycopy(buffer, offset, held, length, count);
    length += count;
  }

  /** Sorts the footer and passes on what was held; the file is complete. */
  void finish() throws IOException {
    byte[] end = ParquetFooter.sorted(Arrays.copyOf(held, length));
    part.write(end, 0, end.length);
  }
}
