package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Export;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.store.PartOutput;
import dev.perplex.word2vec.VectorsWriter;
import dev.perplex.word2vec.spark.ParquetVectors;
import dev.perplex.word2vec.spark.SparkMlFolder;
import dev.perplex.word2vec.spark.WordVector;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the vectors of a finished {@code word2vec} artefact where a user wants them. What the
 * artefact has in the format already is copied, and checked on the way; what it has not is made
 * from its vectors.
 */
public final class VectorsExport {
  /** Folders of an artefact that has been written in these formats. */
  private static final String SPARK_ML = VectorOutputs.SPARK_ML + "/";

  private static final String PARQUET = VectorOutputs.PARQUET + "/";

  /** Parameters of the stock model by the setting that they come from. */
  private static final Map<String, String> PARAMS =
      Map.of(
          "word2vec.window", "windowSize",
          "word2vec.rate", "stepSize",
          "word2vec.epochs", "maxIter",
          "word2vec.workers", "numPartitions",
          "word2vec.seed", "seed");

  private final Artefact artefact;

  /**
   * @throws PerplexException exit code 2, where it is the artefact of another stage
   */
  public VectorsExport(Artefact artefact) {
    if (!artefact.manifest().stage().equals(Stage.WORD2VEC.label())) {
      throw PerplexException.usage(
          "%s is an artefact of %s, not of word2vec. Give artefacts/word2vec/FINGERPRINT.",
          artefact.folder(), artefact.manifest().stage());
    }
    this.artefact = artefact;
  }

  /**
   * Writes a file or folder, whole or not at all.
   *
   * @throws PerplexException exit code 2, where something stands there already
   */
  public void to(Location target, ExportFormat format) {
    try (Export export = Export.to(target)) {
      switch (format) {
        case TEXT ->
            export.publishFile(
                artefact.has(VectorOutputs.TEXT) ? copy(export, VectorOutputs.TEXT) : text(export));
        case BINARY -> export.publishFile(copy(export, VectorOutputs.BINARY));
        case PARQUET -> {
          if (!copied(export, PARQUET)) {
            try (FileRows rows = rows()) {
              ParquetVectors.write(export, "", rowsPerPart(), rows);
            }
          }
          export.publishFolder();
        }
        case SPARK_ML -> {
          if (!copied(export, SPARK_ML)) {
            try (FileRows rows = rows()) {
              SparkMlFolder.write(export, "", rowsPerPart(), rows, params());
            }
          }
          export.publishFolder();
        }
        case SAFETENSORS, NPZ, ARPA, ARPA_GZ ->
            throw new IllegalArgumentException(format + " is no form of vectors");
      }
    }
  }

  private PartFile copy(Export export, String name) {
    return export.copy(artefact, List.of(artefact.file(name)), "").get(0);
  }

  private PartFile text(Export export) {
    PartOutput out = export.part(VectorOutputs.TEXT);
    try (FileRows from = rows();
        out;
        VectorsWriter to =
            VectorsWriter.named(VectorOutputs.TEXT, out, from.words(), from.dimension())) {
      while (from.hasNext()) {
        WordVector next = from.next();
        to.row(next.word(), next.vector(), 0);
      }
    } catch (IOException e) {
      throw PerplexException.failed(
          e, "%s cannot be written: %s.", export.place(VectorOutputs.TEXT), e.getMessage());
    }
    return out.finished(Map.of());
  }

  private boolean copied(Export export, String folder) {
    List<PartFile> files = artefact.files(folder, "");
    export.copy(artefact, files, folder);
    return !files.isEmpty();
  }

  private FileRows rows() {
    return FileRows.of(artefact);
  }

  private int rowsPerPart() {
    return ParquetVectors.rowsPerBlock(Math.toIntExact(artefact.count("dimension")));
  }

  private Map<String, Object> params() {
    Map<String, Object> params = new TreeMap<>();
    params.put("vectorSize", artefact.count("dimension"));
    artefact
        .manifest()
        .record()
        .settings()
        .forEach(
            (key, value) -> {
              if (PARAMS.containsKey(key)) {
                params.put(PARAMS.get(key), value);
              }
            });
    return params;
  }
}
