package dev.perplex.word2vec.spark;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The parameters that {@link SkipGram} and {@link SkipGramModel} share, in the manner and, where it
 * has them, under the names of Spark ML's Word2Vec.
 */
public interface SkipGramParams extends Params {

  /** The parameters themselves: made once, by the constructor. */
  SkipGramParamSet own();

  default Param<String> inputCol() {
    return own().inputCol;
  }

  default Param<String> outputCol() {
    return own().outputCol;
  }

  default IntParam vectorSize() {
    return own().vectorSize;
  }

  default IntParam windowSize() {
    return own().windowSize;
  }

  default Param<String> model() {
    return own().model;
  }

  default Param<String> loss() {
    return own().loss;
  }

  default IntParam negatives() {
    return own().negatives;
  }

  default DoubleParam sample() {
    return own().sample;
  }

  default DoubleParam stepSize() {
    return own().stepSize;
  }

  default IntParam maxIter() {
    return own().maxIter;
  }

  default IntParam numPartitions() {
    return own().numPartitions;
  }

  default IntParam roundsPerEpoch() {
    return own().roundsPerEpoch;
  }

  default IntParam minCount() {
    return own().minCount;
  }

  default LongParam seed() {
    return own().seed;
  }

  default Param<String> storage() {
    return own().storage;
  }

  default String getInputCol() {
    if (!isDefined(inputCol())) {
      throw new IllegalArgumentException(
          "inputCol is not set. Call setInputCol with the name of the column that holds the"
              + " words.");
    }
    return getOrDefault(inputCol());
  }

  default String getOutputCol() {
    return getOrDefault(outputCol());
  }

  default int getVectorSize() {
    return (Integer) getOrDefault(vectorSize());
  }

  default int getWindowSize() {
    return (Integer) getOrDefault(windowSize());
  }

  default String getModel() {
    return getOrDefault(model());
  }

  default String getLoss() {
    return getOrDefault(loss());
  }

  default int getNegatives() {
    return (Integer) getOrDefault(negatives());
  }

  default double getSample() {
    return (Double) getOrDefault(sample());
  }

  default double getStepSize() {
    return (Double) getOrDefault(stepSize());
  }

  default int getMaxIter() {
    return (Integer) getOrDefault(maxIter());
  }

  default int getNumPartitions() {
    return (Integer) getOrDefault(numPartitions());
  }

  default int getRoundsPerEpoch() {
    return (Integer) getOrDefault(roundsPerEpoch());
  }

  default int getMinCount() {
    return (Integer) getOrDefault(minCount());
  }

  default long getSeed() {
    return (Long) getOrDefault(seed());
  }

  default String getStorage() {
    return getOrDefault(storage());
  }
}
