package dev.perplex.store;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
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
 * Reads the rows of one Parquet part, in the order in which they were written; of a part with more
 * columns than the table, only the table's. A column of lists comes as {@link Texts}: a word that
 * stands a thousand times is decoded once and is one object.
 */
public final class TableReader implements Iterator<Object[]>, AutoCloseable {
  /** Texts numbered before the numbers start anew; bounds memory. */
  private static final int MOST_NUMBERS = 500_000;

  private final ParquetReader<Object[]> reader;
  private final Location location;
  private final PartFile part;
  private Object[] next;

  public TableReader(Table table, Artefact artefact, PartFile part) {
    this(table, artefact.location(part), part);
  }

  /** Reads a part that lies elsewhere than in an artefact. */
  public TableReader(Table table, Location location, PartFile part) {
    this.location = location;
    this.part = part;
    try {
      InputFile file = HadoopInputFile.fromPath(location.path(), location.hadoop());
      if (file.getLength() != part.bytes()) {
        throw new IOException("its length is not what the manifest says");
      }
      this.reader = new Builder(file, table).build();
      this.next = reader.read();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
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
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
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

  /**
   * What is wrong: the part, or for a moment the storage, which Parquet does not tell apart. A
   * damaged page may claim a size that there is no memory for.
   */
  private PerplexException damaged(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException of && !(of instanceof EOFException) && isUnchanged()) {
        return location.unable("read", of);
      }
    }
    return PerplexException.dataRefused(
        "%s cannot be read (%s). Make the artefact again with --force.",
        location, e.getMessage() == null ? e : e.getMessage().lines().findFirst().orElse(""));
  }

  /**
   * Whether the part is what its record says.
   *
   * @throws PerplexException where that cannot be read either
   */
  private boolean isUnchanged() {
    if (!location.exists() || location.length() != part.bytes()) {
      return false;
    }
    try (DigestInputStream in = new DigestInputStream(location.open(), Fingerprint.digest())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest()).equals(part.sha256());
    } catch (IOException e) {
      throw location.unable("read", e);
    }
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
    private final Object[] values;
    private final Column[] converters;

    Row(Table table) {
      this.values = new Object[table.columns().size()];
      this.converters = new Column[values.length];
      for (int i = 0; i < values.length; i++) {
        converters[i] =
            switch (table.columns().get(i).kind()) {
              case TEXT -> new TextConverter(i);
              case COUNT -> new CountConverter(i);
              case ID -> new IdConverter(i);
              case TEXTS -> new TextsConverter(i);
              case VECTOR -> new VectorConverter(i);
            };
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
          return converters[field].converter();
        }

        @Override
        public void start() {
          for (Column each : converters) {
            each.start();
          }
        }

        @Override
        public void end() {
          for (Column each : converters) {
            each.end();
          }
        }
      };
    }

    /** Puts a row's value into its place. */
    private interface Column {
      Converter converter();

      default void start() {}

      default void end() {}
    }

    private abstract static class ColumnConverter extends PrimitiveConverter implements Column {
      @Override
      public Converter converter() {
        return this;
      }
    }

    private final class TextConverter extends ColumnConverter {
      private final int column;

      TextConverter(int column) {
        this.column = column;
      }

      @Override
      public void addBinary(Binary value) {
        values[column] = value.toStringUsingUTF8();
      }
    }

    private final class CountConverter extends ColumnConverter {
      private final int column;

      CountConverter(int column) {
        this.column = column;
      }

      @Override
      public void addLong(long value) {
        values[column] = value;
      }
    }

    private final class IdConverter extends ColumnConverter {
      private final int column;

      IdConverter(int column) {
        this.column = column;
      }

      @Override
      public void addInt(int value) {
        values[column] = value;
      }
    }

    /** A list of floats: a group, in it a group an element, in that the float. */
    private final class VectorConverter extends GroupConverter implements Column {
      private final int column;
      private float[] numbers = new float[64]; // of the row
      private int length;

      VectorConverter(int column) {
        this.column = column;
      }

      @Override
      public Converter converter() {
        return this;
      }

      @Override
      public void start() {
        length = 0;
      }

      @Override
      public void end() {
        values[column] = Arrays.copyOf(numbers, length);
      }

      @Override
      public Converter getConverter(int field) {
        return new GroupConverter() {
          private final PrimitiveConverter element =
              new PrimitiveConverter() {
                @Override
                public void addFloat(float value) {
                  add(value);
                }
              };

          @Override
          public Converter getConverter(int inner) {
            return element;
          }

          @Override
          public void start() {}

          @Override
          public void end() {}
        };
      }

      private void add(float value) {
        if (length == numbers.length) {
          numbers = Arrays.copyOf(numbers, 2 * length);
        }
        numbers[length++] = value;
      }
    }

    private final class TextsConverter extends ColumnConverter {
      private final int column;
      private TextNumbers numbering = new TextNumbers();
      private Dictionary dictionary;
      private int[] known = new int[0]; // by place in the dictionary: the number, or -1
      private int[] numbers = new int[64]; // of the row's texts
      private int length;

      TextsConverter(int column) {
        this.column = column;
      }

      @Override
      public void start() {
        length = 0;
        if (numbering.size() > MOST_NUMBERS) {
          numbering = new TextNumbers();
          Arrays.fill(known, -1);
        }
      }

      @Override
      public void end() {
        values[column] = new Texts(numbering, Arrays.copyOf(numbers, length));
      }

      @Override
      public boolean hasDictionarySupport() {
        return true;
      }

      @Override
      public void setDictionary(Dictionary source) {
        dictionary = source;
        known = new int[source.getMaxId() + 1];
        Arrays.fill(known, -1);
      }

      @Override
      public void addValueFromDictionary(int id) {
        int number = known[id];
        if (number < 0) {
          number = numbering.number(dictionary.decodeToBinary(id).toStringUsingUTF8());
          known[id] = number;
        }
        add(number);
      }

      @Override
      public void addBinary(Binary value) {
        add(numbering.number(value.toStringUsingUTF8()));
      }

      private void add(int number) {
        if (length == numbers.length) {
          numbers = Arrays.copyOf(numbers, 2 * length);
        }
        numbers[length++] = number;
      }
    }
  }
}
