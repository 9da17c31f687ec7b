package dev.perplex.word2vec.spark;

import dev.perplex.store.Export;
import dev.perplex.store.Location;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Word vectors as a model of Spark ML, in use like Spark's own {@link Word2VecModel}. The vectors
 * lie on storage, and executors read them there: the driver never holds them. What {@link SkipGram}
 * trained lies in its scratch folder until the process ends; {@link #save} keeps it.
 */
public final class SkipGramModel extends Model<SkipGramModel>
    implements SkipGramParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final SkipGramParamSet own;
  private final VectorFiles files;

  SkipGramModel(String uid, VectorFiles files) {
    this.uid = uid;
    this.own = new SkipGramParamSet(this);
    this.files = files;
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

  VectorFiles files() {
    return files;
  }

  public SkipGramModel setInputCol(String value) {
    return put(inputCol(), value);
  }

  public SkipGramModel setOutputCol(String value) {
    return put(outputCol(), value);
  }

  private <T> SkipGramModel put(Param<T> param, T value) {
    set(param, value);
    return this;
  }

  /**
   * Adds the mean of each row's word vectors, as Spark's Word2VecModel does: the sum over known
   * words, divided by the number of all words; an empty row becomes a sparse vector of zeros.
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    Column mean =
        org.apache
            .spark
            .sql
            .functions
            .udf(new AverageVector(files, getInputCol()), SQLDataTypes.VectorType())
            .apply(dataset.col("`" + getInputCol() + "`"));
    return dataset.withColumn(
        getOutputCol(),
        mean.as(getOutputCol(), Columns.vectors(getOutputCol(), files.dimension()).metadata()));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Columns.with(schema, getInputCol(), getOutputCol(), files.dimension());
  }

  /**
   * All words with their vectors: columns {@code word} and {@code vector}. Words that were not
   * trained ({@code <unk>}, {@code <eos>}) are left out.
   */
  public Dataset<Row> getVectors() {
    Column vector = org.apache.spark.sql.functions.col("vector");
    return SparkSession.active()
        .read()
        .parquet(files.uris())
        .filter("exists(vector, x -> x != 0)")
        .select(
            org.apache.spark.sql.functions.col("word"),
            functions.array_to_vector(vector).as("vector"));
  }

  /**
   * The words nearest to a word by cosine, without the word itself: columns {@code word} and {@code
   * similarity}.
   *
   * @throws IllegalArgumentException for a word that the model does not have
   */
  public Dataset<Row> findSynonyms(String word, int num) {
    return frame(nearest(word, num));
  }

  /** The words nearest to a vector by cosine. */
  public Dataset<Row> findSynonyms(Vector vector, int num) {
    return frame(synonyms().nearest(vector.toArray(), num, null));
  }

  /** As {@link #findSynonyms(String, int)}, to the driver. */
  public Tuple2<String, Object>[] findSynonymsArray(String word, int num) {
    return array(nearest(word, num));
  }

  /** As {@link #findSynonyms(Vector, int)}, to the driver. */
  public Tuple2<String, Object>[] findSynonymsArray(Vector vector, int num) {
    return array(synonyms().nearest(vector.toArray(), num, null));
  }

  private List<Synonyms.Synonym> nearest(String word, int num) {
    Synonyms synonyms = synonyms();
    return synonyms.nearest(synonyms.vector(word), num, word);
  }

  private Synonyms synonyms() {
    return new Synonyms(spark(), files);
  }

  private static Dataset<Row> frame(List<Synonyms.Synonym> synonyms) {
    return SparkSession.active()
        .createDataFrame(
            synonyms.stream()
                .map(each -> RowFactory.create(each.word(), each.similarity()))
                .toList(),
            new StructType()
                .add("word", DataTypes.StringType)
                .add("similarity", DataTypes.DoubleType, false));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types
  private static Tuple2<String, Object>[] array(List<Synonyms.Synonym> synonyms) {
    return synonyms.stream()
        .map(each -> new Tuple2<String, Object>(each.word(), each.similarity()))
        .toArray(Tuple2[]::new);
  }

  /**
   * The same vectors as Spark's own model. It is held by the driver whole, and Spark bounds its
   * size; {@link #saveWord2VecModel} has no such bound.
   */
  public Word2VecModel toWord2VecModel() {
    Location folder = Scratch.folder(spark(), getStorage());
    try {
      saveWord2VecModel(folder.uri());
      return Word2VecModel.load(folder.uri());
    } finally {
      folder.delete();
    }
  }

  /**
   * Saves the vectors as Spark's own model, which {@code Word2VecModel.load} reads. Executors write
   * it.
   *
   * @throws dev.perplex.provenance.PerplexException where something stands there already
   */
  public void saveWord2VecModel(String path) {
    JavaSparkContext spark = spark();
    try (Export export = Export.to(Location.of(path, spark.hadoopConfiguration()))) {
      files.toSparkMl(spark, export, stockParams());
      export.publishFolder();
    }
  }

  private Map<String, Object> stockParams() {
    Map<String, Object> params = new TreeMap<>();
    params.put("vectorSize", files.dimension());
    params.put("windowSize", getWindowSize());
    params.put("stepSize", getStepSize());
    params.put("maxIter", getMaxIter());
    params.put("numPartitions", getNumPartitions());
    params.put("minCount", getMinCount());
    params.put("seed", getSeed());
    if (isSet(inputCol())) {
      params.put("inputCol", getInputCol());
    }
    if (isSet(outputCol())) {
      params.put("outputCol", getOutputCol());
    }
    return params;
  }

  static JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(SparkSession.active().sparkContext());
  }

  @Override
  public SkipGramModel copy(ParamMap extra) {
    SkipGramModel copy = new SkipGramModel(uid, files);
    return copyValues(copy, extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new SkipGramModelWriter(this);
  }

  public static MLReader<SkipGramModel> read() {
    return new SkipGramModelReader();
  }

  public static SkipGramModel load(String path) {
    return read().load(path);
  }

  @Override
  public String toString() {
    return "SkipGramModel: uid="
        + uid
        + ", numWords="
        + files.words()
        + ", vectorSize="
        + files.dimension();
  }
}
