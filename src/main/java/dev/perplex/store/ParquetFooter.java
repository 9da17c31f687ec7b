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

/**
 * The end of a Parquet file: its metadata, their length, a magic word. Parquet lists a column's
 * encodings in the order of a set of enum constants, whose hash codes differ from JVM to JVM; here
 * they are sorted, so that equal rows give equal bytes on every machine.
 */
final class ParquetFooter {
  private static final int MAGIC = 4;
  private static final int LENGTH = Integer.BYTES;

  private ParquetFooter() {}

  /**
   * @param tail the last bytes of a file, from anywhere before its metadata on
   * @return the same with sorted encodings
   */
  static byte[] sorted(byte[] tail) throws IOException {
    int end = tail.length - MAGIC - LENGTH;
    int length = ByteBuffer.wrap(tail, end, LENGTH).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < 0 || length > end) {
      throw new IOException("a Parquet footer of " + length + " bytes is longer than what is held");
    }
    FileMetaData metadata =
        Util.readFileMetaData(new ByteArrayInputStream(tail, end - length, length));
    for (RowGroup group : metadata.getRow_groups()) {
      for (ColumnChunk chunk : group.getColumns()) {
        chunk.getMeta_data().getEncodings().sort(Comparator.comparingInt(Encoding::getValue));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(tail.length);
    out.write(tail, 0, end - length);
    Util.writeFileMetaData(metadata, out);
    byte[] written = new byte[LENGTH];
    ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).putInt(out.size() - (end - length));
    out.write(written);
    out.write(Arrays.copyOfRange(tail, tail.length - MAGIC, tail.length));
    return out.toByteArray();
  }
}
