package dev.perplex.word2vec.spark;

import dev.perplex.vocab.VocabSettings;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordLoss;
import dev.perplex.word2vec.WordModel;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Skip-gram, or CBOW, as an estimator of Spark ML: a column of words (array of strings) to a {@link
 * SkipGramModel}. A row is a sentence: no window reaches over its end. The same data in the same
 * partitions, parameters and seed give the same vectors to the bit, whatever executors there are.
 *
 * <p>Mikolov et al. 2013, <i>Efficient estimation of word representations in vector space</i>, and
 * <i>Distributed representations of words and phrases</i>, eq. 4.
 */
public final class SkipGram extends Estimator<SkipGramModel>
    implements SkipGramParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final SkipGramParamSet own;

  public SkipGram() {
    this(Identifiable$.MODULE$.randomUID("skipgram"));
  }

  /** With a uid of its own, as Spark ML makes copies and loads. */
  public SkipGram(String uid) {
    this.uid = uid;
    this.own = new SkipGramParamSet(this);
    own.setDefaults(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public SkipGramParamSet own() {
    return own;
  }

  /**
   * Trains a model.
   *
   * @throws IllegalArgumentException where columns, rows or parameters do not fit; the message says
   *     what to do
   */
  @Override
  public SkipGramModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    Word2vecSettings settings =
        new Word2vecSettings(
            SkipGramParamSet.value(WordModel.class, getModel()),
            SkipGramParamSet.value(WordLoss.class, getLoss()),
            getVectorSize(),
            getWindowSize(),
            getNegatives(),
            getSample(),
            getStepSize(),
            getMaxIter(),
            getNumPartitions(),
            getRoundsPerEpoch(),
            1,
            getSeed());
    SkipGramFit fit =
        new SkipGramFit(dataset.sparkSession(), settings, new VocabSettings(getMinCount(), 0));
    VectorFiles files = fit.run(dataset, getInputCol(), getStorage());
    return copyValues(new SkipGramModel(uid, files), ParamMap.empty()).setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.with(schema, getInputCol(), getOutputCol(), getVectorSize());
  }

  @Override
  public SkipGram copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  public static MLReader<SkipGram> read() {
    return new DefaultParamsReader<>();
  }

  public static SkipGram load(String path) {
    return read().load(path);
  }

  public SkipGram setInputCol(String value) {
    return put(inputCol(), value);
  }

  public SkipGram setOutputCol(String value) {
    return put(outputCol(), value);
  }

  public SkipGram setVectorSize(int value) {
    return put(vectorSize(), value);
  }

  public SkipGram setWindowSize(int value) {
    return put(windowSize(), value);
  }

  public SkipGram setModel(String value) {
    return put(model(), value);
  }

  public SkipGram setLoss(String value) {
    return put(loss(), value);
  }

  public SkipGram setNegatives(int value) {
    return put(negatives(), value);
  }

  public SkipGram setSample(double value) {
    return put(sample(), value);
  }

  public SkipGram setStepSize(double value) {
    return put(stepSize(), value);
  }

  public SkipGram setMaxIter(int value) {
    return put(maxIter(), value);
  }

  public SkipGram setNumPartitions(int value) {
    return put(numPartitions(), value);
  }

  public SkipGram setRoundsPerEpoch(int value) {
    return put(roundsPerEpoch(), value);
  }

  public SkipGram setMinCount(int value) {
    return put(minCount(), value);
  }

  public SkipGram setSeed(long value) {
    return put(seed(), value);
  }

  public SkipGram setStorage(String value) {
    return put(storage(), value);
  }

  private <T> SkipGram put(Param<T> param, T value) {
    set(param, value);
    return this;
  }
}
