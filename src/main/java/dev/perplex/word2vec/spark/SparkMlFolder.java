package dev.perplex.word2vec.spark;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.Json;
import dev.perplex.store.PartFile;
import dev.perplex.store.PartOutput;
import dev.perplex.store.Parts;
import dev.perplex.store.TableWriter;
import dev.perplex.store.Tables;
import dev.perplex.word2vec.Word2vecSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A saved {@code Word2VecModel} of Spark ML, which a stock Spark loads by its path: {@code data/},
 * a Parquet part a block of rows, and {@code metadata/part-00000}, one line of JSON, without which
 * nothing can be loaded and which is therefore written last. Words that were not trained ({@code
 * <unk>}, {@code <eos>}) are left out: to Spark every word without a row is unknown.
 *
 * <p>Equal vectors and parameters give equal bytes: the time in the metadata is 0 and the uid comes
 * from the content.
 */
public final class SparkMlFolder {
  /** The Spark whose format this is (the same since 2.4). */
  private static final String FORMAT_OF = "3.5.5";

  private static final String MODEL = "org.apache.spark.ml.feature.Word2VecModel";

  private SparkMlFolder() {}

  /** The name of a block's part file. */
  public static String name(String folder, int block) {
    return ParquetVectors.name(data(folder), block);
  }

  private static String data(String folder) {
    return folder.isEmpty() ? "data" : folder + "/data";
  }

  /**
   * Writes one block.
   *
   * @param folder of the model below the parts' place, such as {@code spark-ml}; empty for the
   *     place itself
   * @param block its number, from 0
   * @param tries of the task ({@code Tasks.tries()}); 0 on the driver
   */
  public static PartFile block(
      Parts parts, String folder, int block, int tries, Iterator<WordVector> rows) {
    String name = name(folder, block);
    PartOutput out = parts.part(name, tries);
    long words = 0;
    try (TableWriter writer = new TableWriter(Tables.SPARK_ML_VECTORS, out)) {
      while (rows.hasNext()) {
        WordVector row = rows.next();
        if (row.isTrained()) {
          writer.write(row.word(), row.vector());
          words++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be written", e);
    }
    return out.finished(Map.of(ParquetVectors.WORDS, words));
  }

  /**
   * Writes all blocks and the metadata from this process.
   *
   * @param rowsPerBlock of each block but the last
   */
  public static List<PartFile> write(
      Parts parts,
      String folder,
      int rowsPerBlock,
      Iterator<WordVector> rows,
      Map<String, Object> params) {
    List<PartFile> blocks = new ArrayList<>();
    do {
      blocks.add(block(parts, folder, blocks.size(), 0, new FirstRows(rows, rowsPerBlock)));
    } while (rows.hasNext());
    return finish(parts, folder, blocks, params);
  }

  /**
   * Makes the folder a model; called by the driver, after all blocks.
   *
   * @param params of the stock model, by name; {@code vectorSize} at least
   * @return the blocks and the metadata
   */
  public static List<PartFile> finish(
      Parts parts, String folder, List<PartFile> blocks, Map<String, Object> params) {
    if (!params.containsKey("vectorSize")) {
      throw new IllegalArgumentException("a Word2VecModel without vectorSize cannot transform");
    }
    parts.keepOnly(data(folder), blocks);
    List<PartFile> files = new ArrayList<>(blocks);
    files.add(
        parts.file(
            (folder.isEmpty() ? "" : folder + "/") + "metadata/part-00000",
            metadata(uid(blocks, params), params),
            Map.of()));
    return files;
  }

  /** The parameters of the stock model that a training had. */
  public static Map<String, Object> params(Word2vecSettings settings) {
    return Map.of(
        "vectorSize", settings.dimension(),
        "windowSize", settings.window(),
        "stepSize", settings.rate(),
        "maxIter", settings.epochs(),
        "numPartitions", settings.workers(),
        "seed", settings.seed());
  }

  private static String uid(List<PartFile> blocks, Map<String, Object> params) {
    StringBuilder content = new StringBuilder(Json.line(params));
    blocks.forEach(block -> content.append(block.sha256()));
    String hash = Fingerprint.sha256(content.toString().getBytes(StandardCharsets.UTF_8));
    return "w2v_" + hash.substring(0, 12);
  }

  private static byte[] metadata(String uid, Map<String, Object> params) {
    Map<String, Object> line =
        Map.of(
            "class",
            MODEL,
            "timestamp",
            0,
            "sparkVersion",
            FORMAT_OF,
            "uid",
            uid,
            "paramMap",
            new TreeMap<>(params),
            "defaultParamMap",
            Map.of("outputCol", uid + "__output"));
    return (Json.line(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
