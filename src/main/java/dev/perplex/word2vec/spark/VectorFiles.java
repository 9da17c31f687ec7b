package dev.perplex.word2vec.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.InnerPath;
import dev.perplex.store.Location;
import dev.perplex.store.PartCopy;
import dev.perplex.store.PartFile;
import dev.perplex.store.Parts;
import dev.perplex.store.TableReader;
import dev.perplex.store.Tables;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The vectors of a model as they lie on storage: part files of {@link ParquetVectors}, with their
 * checksums. What travels to executors is this description; each reads what it needs.
 *
 * @param place of the folder that holds the parts
 * @param files in the order of ids
 */
record VectorFiles(Location place, int dimension, List<PartFile> files) implements Serializable {
  private static final String DESCRIPTION = "vectors.json";
  private static final String FORMAT = "perplex-skip-gram-model";

  /** What the description file says; paths are below the folder in which it lies. */
  private record Described(String format, int version, int dimension, List<PartFile> files) {}

  VectorFiles {
    files = List.copyOf(files);
  }

  long words() {
    return files.stream().mapToLong(file -> file.count(ParquetVectors.WORDS)).sum();
  }

  /** Where the parts lie, for Spark's own reader. */
  String[] uris() {
    return files.stream().map(file -> place.child(file.path()).uri()).toArray(String[]::new);
  }

  TableReader open(PartFile file) {
    return new TableReader(Tables.VECTORS, place.child(file.path()), file);
  }

  /** A name that only equal vectors share. */
  String content() {
    StringBuilder all = new StringBuilder();
    files.forEach(file -> all.append(file.sha256()));
    return all.toString();
  }

  /** Work of a task on one part; {@code tries} of the task. */
  interface PartWork<O> extends Serializable {
    O on(int number, PartFile file, int tries) throws Exception;
  }

  /** Runs the work on every part, a task each. */
  <O> List<O> onEach(JavaSparkContext spark, String description, PartWork<O> work) {
    JavaTasks.check(spark);
    List<Integer> numbers = IntStream.range(0, files.size()).boxed().toList();
    List<PartFile> parts = files;
    return new Tasks(spark)
        .run(
            description,
            numbers,
            numbers.size(),
            "parts",
            Progress.silent(),
            (number, done) -> work.on(number, parts.get(number), Tasks.tries()));
  }

  /** Copies the parts to another folder and describes them there. */
  void copyTo(JavaSparkContext spark, Parts target) {
    Location from = place;
    List<PartFile> copies =
        onEach(
            spark,
            "skip-gram: save vectors",
            (number, file, tries) ->
                PartCopy.of(
                    from.child(file.path()),
                    file,
                    target.part(ParquetVectors.name("data", number), tries)));
    target.keepOnly("data", copies);
    target.place(DESCRIPTION).writeText(Json.pretty(new Described(FORMAT, 1, dimension, copies)));
  }

  /** Writes the vectors as a model of stock Spark ML. */
  List<PartFile> toSparkMl(JavaSparkContext spark, Parts target, Map<String, Object> params) {
    VectorFiles from = this;
    List<PartFile> blocks =
        onEach(
            spark,
            "skip-gram: write Word2VecModel",
            (number, file, tries) -> {
              try (TableReader reader = from.open(file)) {
                Iterator<WordVector> rows = ParquetVectors.rows(reader);
                return SparkMlFolder.block(target, "", number, tries, rows);
              }
            });
    return SparkMlFolder.finish(target, "", blocks, params);
  }

  /**
   * Reads the description in a saved model's folder.
   *
   * @throws PerplexException exit code 20, where it is missing, damaged or newer
   */
  static VectorFiles load(Location folder) {
    Location file = folder.child(DESCRIPTION);
    if (!file.exists()) {
      throw PerplexException.dataRefused(
          "%s holds no saved SkipGramModel (no %s). Name the folder that save() wrote.",
          folder, DESCRIPTION);
    }
    Described described;
    try {
      described = Json.read(file.readText(), Described.class);
    } catch (IllegalArgumentException e) {
      throw PerplexException.dataRefused(
          "%s is damaged: %s. Save the model again, or restore the file.", file, e.getMessage());
    }
    if (!FORMAT.equals(described.format) || described.version != 1) {
      throw PerplexException.dataRefused(
          "%s is of format %s, version %d; this Perplex reads %s, version 1. Use the Perplex that"
              + " wrote it or a newer one.",
          file, described.format, described.version, FORMAT);
    }
    if (described.files == null
        || described.files.stream()
            .anyMatch(each -> each == null || !InnerPath.isInner(each.path()))) {
      throw PerplexException.dataRefused(
          "%s is damaged: it names no files, or files outside of its folder. Save the model again, or"
              + " restore the file.",
          file);
    }
    return new VectorFiles(folder, described.dimension, described.files);
  }
}
