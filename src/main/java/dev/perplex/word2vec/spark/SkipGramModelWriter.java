package dev.perplex.word2vec.spark;

import dev.perplex.store.Folder;
import dev.perplex.store.Location;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;

/**
 * Saves a model: executors copy the vectors; Spark's metadata, without which none loads, is last.
 */
final class SkipGramModelWriter extends MLWriter {
  private final SkipGramModel model;

  SkipGramModelWriter(SkipGramModel model) {
    this.model = model;
  }

  @Override
  public void saveImpl(String path) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(sc());
    Location folder = Location.of(path, spark.hadoopConfiguration());
    model.files().copyTo(spark, new Folder(folder));
    DefaultParamsWriter.saveMetadata(
        model,
        path,
        sc(),
        DefaultParamsWriter.saveMetadata$default$4(),
        DefaultParamsWriter.saveMetadata$default$5());
  }
}
