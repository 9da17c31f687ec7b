package dev.perplex.word2vec.spark;

import java.util.Arrays;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What the estimator and the model ask of a data frame's columns, and add to them. */
final class Columns {
  private Columns() {}

  /**
   * @throws IllegalArgumentException where the input column is missing or holds no arrays of
   *     strings, or the output column is there already
   */
  static StructType with(StructType schema, String input, String output, int vectorSize) {
    checkInput(schema, input);
    if (Arrays.asList(schema.fieldNames()).contains(output)) {
      throw new IllegalArgumentException(
          String.format(
              "the column %s exists already. Name another with setOutputCol, or drop it.", output));
    }
    return schema.add(vectors(output, vectorSize));
  }

  static StructField vectors(String name, int vectorSize) {
    return new AttributeGroup(name, vectorSize).toStructField();
  }

  private static void checkInput(StructType schema, String input) {
    if (!Arrays.asList(schema.fieldNames()).contains(input)) {
      throw new IllegalArgumentException(
          String.format(
              "there is no column %s; there are %s. Name the column of words with setInputCol.",
              input, String.join(", ", schema.fieldNames())));
    }
    DataType type = schema.apply(input).dataType();
    if (!(type instanceof ArrayType array && array.elementType().equals(DataTypes.StringType))) {
      throw new IllegalArgumentException(
          String.format(
              "the column %s is of type %s, not array<string>. Split text into words first, with"
                  + " Spark ML's RegexTokenizer for example.",
              input, type.catalogString()));
    }
  }
}
