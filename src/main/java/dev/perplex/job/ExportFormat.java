package dev.perplex.job;

import dev.perplex.provenance.Labels;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A form that a stage's result is exported in. */
public enum ExportFormat {
  SPARK_ML(Stage.WORD2VEC, "a saved Word2VecModel of Spark ML, a folder"),
  PARQUET(Stage.WORD2VEC, "columns word, id and vector, a folder of Parquet files"),
  TEXT(Stage.WORD2VEC, "the text format of word2vec, one file"),
  BINARY(Stage.WORD2VEC, "the binary format of word2vec, one file"),
  SAFETENSORS(Stage.TRAIN, "tensors by PyTorch's names, one file"),
  NPZ(Stage.TRAIN, "NumPy's arrays by PyTorch's names, one file"),
  ARPA(Stage.NGRAM, "the ARPA format of KenLM and SRILM, one file"),
  ARPA_GZ(Stage.NGRAM, "the ARPA format of KenLM and SRILM, packed, one file");

  private final Stage stage;
  private final String summary;

  ExportFormat(Stage stage, String summary) {
    this.stage = stage;
    this.summary = summary;
  }

  /** Whose result it is a form of. */
  public Stage stage() {
    return stage;
  }

  /** The name that a user types. */
  public String label() {
    return Labels.of(this);
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
