package dev.perplex.store;

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

/** Writes rows of a {@link Table} into one Parquet part; equal rows give equal bytes. */
public final class TableWriter implements AutoCloseable {
  private static final CompressionCodecName CODEC = CompressionCodecName.ZSTD;

  private final PartOutput part;
  private final SteadyFooter footer;
  private final ParquetWriter<Object[]> writer;

  public TableWriter(Table table, PartOutput part) throws IOException {
    this.part = part;
    this.footer = new SteadyFooter(part);
    Builder builder =
        new Builder(footer, table)
            .withConf(new Configuration(false))
            .withCompressionCodec(CODEC)
            .withDictionaryEncoding(true);
    for (Table.Column column : table.columns()) {
      if (column.kind() == Table.Kind.TEXT) {
        // Ids and documents hardly ever repeat: a dictionary of them would be given up in the end.
        builder.withDictionaryEncoding(column.name(), false);
      } else if (column.kind() == Table.Kind.VECTOR) {
        builder.withDictionaryEncoding(column.name() + ".list.element", false);
      }
    }
    this.writer = builder.build();
  }

  public void write(Object... row) throws IOException {
    writer.write(row);
  }

  @Override
  public void close() throws IOException {
    try (part) {
      writer.close();
      footer.finish();
    }
  }

  /** What the manifest says of the part; call it once, after {@link #close()}. */
  public PartFile finished(Map<String, Long> counts) {
    return part.finished(counts);
  }

  private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
    private final Table table;

    Builder(SteadyFooter out, Table table) {
      super(new PartOutputFile(out));
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
    private final FrequentTexts frequent = new FrequentTexts();
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
        case ID -> consumer.addInteger((Integer) value);
        case VECTOR -> writeVector((float[]) value);
        case TEXTS -> {
          for (Object text : (List<?>) value) {
            consumer.addBinary(frequent.binary((String) text));
          }
        }
      }
      consumer.endField(column.name(), index);
    }

    private void writeVector(float[] vector) {
      consumer.startGroup();
      if (vector.length > 0) {
        consumer.startField("list", 0);
        for (float each : vector) {
          consumer.startGroup();
          consumer.startField("element", 0);
          consumer.addFloat(each);
          consumer.endField("element", 0);
          consumer.endGroup();
        }
        consumer.endField("list", 0);
      }
      consumer.endGroup();
    }
  }

  private record PartOutputFile(SteadyFooter out) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return out;
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
