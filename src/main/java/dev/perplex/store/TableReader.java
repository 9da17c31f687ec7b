package dev.perplex.store;

import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Reads the rows of one Parquet part, in the order in which they were written. Strings that Parquet
 * keeps in a dictionary are decoded once, so a word that stands a thousand times is one object.
 */
public final class TableReader implements Iterator<Object[]>, AutoCloseable {
  private final ParquetReader<Object[]> reader;
  private final Location location;
  private Object[] next;

  public TableReader(Table table, Artefact artefact, PartFile part) {
    this.location = artefact.location(part);
    try {
      InputFile file = HadoopInputFile.fromPath(location.path(), location.hadoop());
      if (file.getLength() != part.bytes()) {
        throw new IOException("its length is not what the manifest says");
      }
      this.reader = new Builder(file, table).build();
      this.next = reader.read();
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Object[] next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Object[] row = next;
    try {
      next = reader.read();
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
    return row;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private PerplexException damaged(Exception e) {
    return PerplexException.dataRefused(
        "%s cannot be read (%s). Make the artefact again with --force.",
        location, e.getMessage() == null ? e : e.getMessage().lines().findFirst().orElse(""));
  }

  private static final class Builder extends ParquetReader.Builder<Object[]> {
    private final Table table;

    Builder(InputFile file, Table table) {
      super(file);
      this.table = table;
    }

    @Override
    protected ReadSupport<Object[]> getReadSupport() {
      return new RowReadSupport(table);
    }
  }

  private static final class RowReadSupport extends ReadSupport<Object[]> {
    private final Table table;

    RowReadSupport(Table table) {
      this.table = table;
    }

    @Override
    public ReadContext init(InitContext context) {
      return new ReadContext(MessageTypeParser.parseMessageType(table.schema()));
    }

    @Override
    public RecordMaterializer<Object[]> prepareForRead(
        Configuration configuration,
        Map<String, String> metadata,
        MessageType schema,
        ReadContext context) {
      return new Row(table);
    }
  }

  private static final class Row extends RecordMaterializer<Object[]> {
    private final Table table;
    private final Object[] values;
    private final Converter[] converters;

    Row(Table table) {
      this.table = table;
      this.values = new Object[table.columns().size()];
      this.converters = new Converter[values.length];
      for (int i = 0; i < values.length; i++) {
        converters[i] = new ColumnConverter(i, table.columns().get(i).kind());
      }
    }

    @Override
    public Object[] getCurrentRecord() {
      return values.clone();
    }

    @Override
    public GroupConverter getRootConverter() {
      return new GroupConverter() {
        @Override
        public Converter getConverter(int field) {
          return converters[field];
        }

        @Override
        public void start() {
          for (int i = 0; i < values.length; i++) {
            values[i] =
                table.columns().get(i).kind() == Table.Kind.TEXTS ? new ArrayList<String>() : null;
          }
        }

        @Override
        public void end() {}
      };
    }

    private final class ColumnConverter extends PrimitiveConverter {
      private final int column;
      private final Table.Kind kind;
      private String[] dictionary;

      ColumnConverter(int column, Table.Kind kind) {
        this.column = column;
        this.kind = kind;
      }

      @Override
      public boolean hasDictionarySupport() {
        return kind != Table.Kind.COUNT;
      }

      @Override
      public void setDictionary(Dictionary source) {
        dictionary = new String[source.getMaxId() + 1];
        for (int id = 0; id < dictionary.length; id++) {
          dictionary[id] = source.decodeToBinary(id).toStringUsingUTF8();
        }
      }

      @Override
      public void addValueFromDictionary(int id) {
        add(dictionary[id]);
      }

      @Override
      public void addBinary(Binary value) {
        add(value.toStringUsingUTF8());
      }

      @Override
      public void addLong(long value) {
        values[column] = value;
      }

      @SuppressWarnings("unchecked") // a TEXTS column holds the list that start() put there
      private void add(String text) {
        if (kind == Table.Kind.TEXTS) {
          ((List<String>) values[column]).add(text);
        } else {
          values[column] = text;
        }
      }
    }
  }
}
