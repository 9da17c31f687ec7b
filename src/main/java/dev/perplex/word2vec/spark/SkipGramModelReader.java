package dev.perplex.word2vec.spark;

import dev.perplex.store.Location;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.MLReader;

/** Loads a saved model; the vectors stay where they are until tasks need them. */
final class SkipGramModelReader extends MLReader<SkipGramModel> {
  @Override
  public SkipGramModel load(String path) {
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader.loadMetadata(path, sc(), SkipGramModel.class.getName());
    VectorFiles files = VectorFiles.load(Location.of(path, sc().hadoopConfiguration()));
    SkipGramModel model = new SkipGramModel(metadata.uid(), files);
    metadata.getAndSetParams(model, metadata.getAndSetParams$default$2());
    return model;
  }
}
