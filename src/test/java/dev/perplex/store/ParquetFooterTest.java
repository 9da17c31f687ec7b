package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetFooterTest {
  @TempDir Path folder;

  private byte[] table() throws IOException {
    Location file = Location.of(folder.resolve("part").toString(), new Configuration());
    try (TableWriter table = new TableWriter(Tables.TOKENS, new PartOutput("part", "part", file))) {
      for (long row = 0; row < 100; row++) {
        table.write("d" + row, List.of("a", "b", "a"), row, row);
      }
    }
    return Files.readAllBytes(folder.resolve("part"));
  }

  private static int start(byte[] file) {
    int end = file.length - 8;
    return end - ByteBuffer.wrap(file, end, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private static FileMetaData metadata(byte[] file) throws IOException {
    return Util.readFileMetaData(
        new ByteArrayInputStream(file, start(file), file.length - 8 - start(file)));
  }

  @Test
  void aPartListsEncodingsInOneOrder() throws IOException {
    for (ColumnChunk chunk : metadata(table()).getRow_groups().get(0).getColumns()) {
      assertThat(chunk.getMeta_data().getEncodings())
          .hasSizeGreaterThan(1)
          .extracting(Encoding::getValue)
          .isSorted();
    }
  }

  /** What another JVM would have written. */
  @Test
  void anyOrderBecomesThatOne() throws IOException {
    byte[] file = table();
    FileMetaData metadata = metadata(file);
    for (ColumnChunk chunk : metadata.getRow_groups().get(0).getColumns()) {
      Collections.reverse(chunk.getMeta_data().getEncodings());
    }
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    other.write(file, 0, start(file));
    Util.writeFileMetaData(metadata, other);
    other.write(Arrays.copyOfRange(file, file.length - 8, file.length));
    assertThat(other.toByteArray()).isNotEqualTo(file).hasSameSizeAs(file);
    assertThat(ParquetFooter.sorted(other.toByteArray())).isEqualTo(file);
  }
}
