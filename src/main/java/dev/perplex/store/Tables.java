package dev.perplex.store;

import java.util.List;

/** The Parquet tables that stages hand to one another. */
public final class Tables {
  private Tables() {}

  /** What {@code prepare} writes, a row a document: {@code SPLIT/part-NNNNN.parquet}. */
  public static final Table DOCUMENTS =
      new Table(
          "document",
          List.of(
              Table.text("id"),
              Table.text("text"),
              Table.count("characters"),
              Table.count("bytes")));

  /** What {@code tokenize} writes, a row a document; {@code <eos>} is a token. */
  public static final Table TOKENS =
      new Table(
          "document",
          List.of(
              Table.text("id"),
              Table.texts("tokens"),
              Table.count("characters"),
              Table.count("bytes")));

  /** The part of {@link #TOKENS} that counting reads. */
  public static final Table TOKENS_ALONE = new Table("document", List.of(Table.texts("tokens")));

  /**
   * Where {@code vocab}'s documents lie in the shard of the same name: offset of the first id,
   * number of ids, size of the raw text, and the scoring unit.
   */
  public static final Table DOCUMENT_INDEX =
      new Table(
          "document",
          List.of(
              Table.text("id"),
              Table.count("offset"),
              Table.count("tokens"),
              Table.count("characters"),
              Table.count("bytes"),
              Table.count("unit")));

  /** Of {@link #DOCUMENT_INDEX}, what says where documents begin. */
  static final Table DOCUMENT_TOKENS = new Table("document", List.of(Table.count("tokens")));

  /** Word vectors, a row a word: {@code parquet/part-NNNNN.parquet}. */
  public static final Table VECTORS =
      new Table("vector", List.of(Table.text("word"), Table.id("id"), Table.vector("vector")));

  /** The rows of Spark ML's saved {@code Word2VecModel}, under the name that Spark gives them. */
  public static final Table SPARK_ML_VECTORS =
      new Table("spark_schema", List.of(Table.text("word"), Table.vector("vector")));

  public static final String PARQUET = ".parquet";

  /** The end of the name of a {@link #DOCUMENT_INDEX} part. */
  public static final String INDEX = ".docs.parquet";

  /** The name of a part, without its ending. */
  public static String part(String split, int index) {
    return String.format("%s/part-%05d", split, index);
  }
}
