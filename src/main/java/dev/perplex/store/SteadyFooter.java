package dev.perplex.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.PositionOutputStream;

/**
 * Passes a Parquet file on with its footer put into a fixed order. Parquet 1.13 lists a column's
 * encodings in the order of a hash set of enum constants, whose hashes differ from JVM to JVM;
 * equal rows would have other bytes on another executor. The end of the file is held back, and the
 * lists in its footer are sorted, which leaves its length as it is.
 */
final class SteadyFooter extends PositionOutputStream {
  /** Footers take some 100 bytes a column and row group. */
  private static final int HELD = 1 << 20;

  private static final int TRAILER = 8; // length of the footer, and the magic number

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
    int size =
        ByteBuffer.wrap(held, length - TRAILER, Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt();
    int start = length - TRAILER - size;
    if (size < 0 || start < 0) {
      throw new IOException("a Parquet footer of " + size + " bytes is larger than what is held");
    }
    byte[] footer = sorted(Arrays.copyOfRange(held, start, start + size));
    if (footer.length != size) {
      throw new IOException("sorting a Parquet footer changed its length");
    }
    part.write(held, 0, start);
    part.write(footer, 0, size);
    part.write(held, start + size, TRAILER);
  }

  private static byte[] sorted(byte[] footer) throws IOException {
    FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
    for (RowGroup group : metadata.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        column.getMeta_data().getEncodings().sort(Comparator.comparingInt(Encoding::getValue));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(footer.length);
    Util.writeFileMetaData(metadata, out);
    return out.toByteArray();
  }
}
