package dev.perplex.store;

import java.util.List;

/**
 * The columns of a Parquet part. A row is an {@code Object[]} in column order: {@link String},
 * {@link Long}, {@link Integer}, {@code List<String>} (read as {@link Texts}) or {@code float[]}.
 */
public record Table(String name, List<Column> columns) implements java.io.Serializable {

  /** What a column holds. */
  public enum Kind {
    TEXT,
    COUNT,
    ID,
    TEXTS,
    VECTOR
  }

  /** One column. */
  public record Column(String name, Kind kind) implements java.io.Serializable {}

  public static Column text(String name) {
    return new Column(name, Kind.TEXT);
  }

  public static Column count(String name) {
    return new Column(name, Kind.COUNT);
  }

  public static Column id(String name) {
    return new Column(name, Kind.ID);
  }

  /** Floats, as Spark and Arrow write a list. */
  public static Column vector(String name) {
    return new Column(name, Kind.VECTOR);
  }

  public static Column texts(String name) {
    return new Column(name, Kind.TEXTS);
  }

  /** The schema in Parquet's own notation. */
  String schema() {
    StringBuilder schema = new StringBuilder("message " + name + " {\n");
    for (Column column : columns) {
      schema.append(
          switch (column.kind()) {
            case TEXT -> "required binary " + column.name() + " (UTF8);\n";
            case COUNT -> "required int64 " + column.name() + ";\n";
            case ID -> "required int32 " + column.name() + ";\n";
            case VECTOR ->
                "required group "
                    + column.name()
                    + " (LIST) { repeated group list { required float element; } }\n";
            case TEXTS -> "repeated binary " + column.name() + " (UTF8);\n";
          });
    }
    return schema.append("}").toString();
  }
}
