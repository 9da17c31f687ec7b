package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A form that vectors are exported in. */
public enum ExportFormat {
  SPARK_ML("a saved Word2VecModel of Spark ML, a folder"),
  PARQUET("columns word, id and vector, a folder of Parquet files"),
  TEXT("the text format of word2vec, one file"),
  BINARY("the binary format of word2vec, one file");

  private final String summary;

  ExportFormat(String summary) {
    this.summary = summary;
  }

  /** The name that a user types. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String summary() {
    return summary;
  }

  /**
   * The format with this name.
   *
   * @throws PerplexException exit code 2, for any other name
   */
  public static ExportFormat of(String label) {
    return Arrays.stream(values())
        .filter(each -> each.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                PerplexException.usage(
                    "--format %s is none of %s. Give one of them.",
                    label,
                    Arrays.stream(values())
                        .map(ExportFormat::label)
                        .collect(Collectors.joining(", "))));
  }
}
