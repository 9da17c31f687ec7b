package dev.perplex.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Writes rows of a {@link Table} into one Parquet part; equal rows give equal bytes, in any JVM.
 */
public final class TableWriter implements AutoCloseable {
  private static final long ROW_GROUP = 32L << 20; // bytes, of which the last is held in memory

  private final PartOutput part;
  private final PartOutputFile file;
  private final ParquetWriter<Object[]> writer;
  private boolean closed;

  public TableWriter(Table table, PartOutput part) throws IOException {
    this.part = part;
    this.file = new PartOutputFile(part);
    this.writer =
        new Builder(file, table)
            .withConf(new Configuration(false))
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withDictionaryEncoding(true)
            .withRowGroupSize(ROW_GROUP)
            .build();
  }

  public void write(Object... row) throws IOException {
    writer.write(row);
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (part) {
      file.holdBack();
      writer.close();
      file.release();
    }
  }

  /** What the manifest says of the part; call it once, after {@link #close()}. */
  public PartFile finished(Map<String, Long> counts) {
    return part.finished(counts);
  }

  private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
    private final Table table;

    Builder(PartOutputFile file, Table table) {
      super(file);
      this.table = table;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Object[]> getWriteSupport(Configuration configuration) {
      return new RowWriteSupport(table);
    }
  }

  private static final class RowWriteSupport extends WriteSupport<Object[]> {
    private final Table table;
    private RecordConsumer consumer;

    RowWriteSupport(Table table) {
      this.table = table;
    }

    @Override
    public WriteContext init(Configuration configuration) {
      return new WriteContext(MessageTypeParser.parseMessageType(table.schema()), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(Object[] row) {
      consumer.startMessage();
      for (int i = 0; i < row.length; i++) {
        writeColumn(i, table.columns().get(i), row[i]);
      }
      consumer.endMessage();
    }

    private void writeColumn(int index, Table.Column column, Object value) {
      if (value instanceof List<?> list && list.isEmpty()) {
        return; // Parquet has no empty repeated field: it is absent
      }
      consumer.startField(column.name(), index);
      switch (column.kind()) {
        case TEXT -> consumer.addBinary(Binary.fromString((String) value));
        case COUNT -> consumer.addLong((Long) value);
        case TEXTS -> {
          for (Object text : (List<?>) value) {
            consumer.addBinary(Binary.fromString((String) text));
          }
        }
      }
      consumer.endField(column.name(), index);
    }
  }

  /** The part as Parquet sees it; what is written while it is closed can be held back. */
  private static final class PartOutputFile implements OutputFile {
    private final PartOutput part;
    private ByteArrayOutputStream held; // null before the end: the last row group and the footer

    PartOutputFile(PartOutput part) {
      this.part = part;
    }

    void holdBack() {
      held = new ByteArrayOutputStream();
    }

    void release() throws IOException {
      part.write(ParquetFooter.sorted(held.toByteArray()));
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        @Override
        public long getPos() {
          return part.position() + (held == null ? 0 : held.size());
        }

        @Override
        public void write(int value) throws IOException {
          (held == null ? part : held).write(value);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
          (held == null ? part : held).write(buffer, offset, length);
        }

        @Override
        public void flush() throws IOException {
          part.flush();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
