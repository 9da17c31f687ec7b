package dev.perplex.job;

import dev.perplex.provenance.Check;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which files {@code word2vec} reads and writes beside the ids and the binary vectors.
 *
 * @param start vectors to start from: a file in word2vec's text or binary format, or the folder of
 *     a finished word2vec artefact; empty to start at random
 * @param evaluate files of analogies or of judged word pairs that the vectors are tried on
 * @param formats names of formats: {@code text}, {@code parquet}, {@code spark-ml}
 */
public record VectorFileSettings(String start, List<String> evaluate, List<String> formats) {
  private static final Set<String> KNOWN =
      new TreeSet<>(Set.of("text", VectorOutputs.PARQUET, VectorOutputs.SPARK_ML));

  public VectorFileSettings {
    formats = formats.stream().distinct().toList();
    for (String format : formats) {
      Check.that(
          KNOWN.contains(format), "formats", format, "is not one of " + String.join(", ", KNOWN));
    }
  }
}
