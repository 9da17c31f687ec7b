package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import dev.perplex.store.ArtefactStore;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.store.PartOutput;
import dev.perplex.word2vec.TwoTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimator and its model beside Spark's own. */
class SkipGramIT {
  private static final DataType WORDS = DataTypes.createArrayType(DataTypes.StringType);

  @TempDir static Path folder;
  private static SparkSession spark;
  private static SkipGramModel model; // of two topics

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", folder.resolve("local").toString())
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    model = estimator().fit(topics());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static SkipGram estimator() {
    return new SkipGram()
        .setInputCol("words")
        .setOutputCol("mean")
        .setVectorSize(12)
        .setWindowSize(3)
        .setSample(0.1)
        .setRoundsPerEpoch(4);
  }

  /** Sentences that each speak of one of two topics. */
  private static Dataset<Row> topics() {
    List<List<String>> rows = new ArrayList<>();
    List<String> sentence = new ArrayList<>();
    int[] ids = TwoTopics.ids(500);
    var vocabulary = TwoTopics.vocabulary(ids);
    for (int id : ids) {
      if (vocabulary.word(id).equals("<eos>")) {
        rows.add(sentence);
        sentence = new ArrayList<>();
      } else {
        sentence.add(vocabulary.word(id));
      }
    }
    return frame(WORDS, rows.toArray());
  }

  private static Dataset<Row> frame(DataType type, Object... values) {
    List<Row> rows = Arrays.stream(values).map(value -> RowFactory.create(value)).toList();
    return spark.createDataFrame(rows, new StructType().add("words", type)).repartition(1);
  }

  private static List<String> shown(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  private static List<Path> filesBelow(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void learnsAndLeavesOnlyTheVectorsInItsScratchFolder() throws IOException {
    String word = TwoTopics.vocabulary(TwoTopics.ids(500)).word(2);
    List<Row> near = model.findSynonyms(word, 3).collectAsList();
    assertThat(near).hasSize(3);
    assertThat(near.get(0).getString(0)).isNotEqualTo(word);
    assertThat(near.get(0).getDouble(1)).isGreaterThan(0.5);
    assertThat(filesBelow(folder.resolve("local")))
        .filteredOn(each -> each.toString().contains("skip-gram-"))
        .isNotEmpty()
        .allMatch(each -> each.toString().matches(".*/(README|vectors/data/part-.*)"));
  }

  @Test
  void equalParametersGiveEqualVectorsAndAnotherSeedOthers() {
    List<String> vectors = shown(model.getVectors());
    assertThat(shown(estimator().fit(topics()).getVectors())).isEqualTo(vectors);
    assertThat(shown(estimator().setSeed(2).fit(topics()).getVectors())).isNotEqualTo(vectors);
  }

  /** Each way of training learns the topics, and to other vectors than the others. */
  @Test
  void modelAndLossAreThoseAskedFor() {
    List<List<String>> all = new ArrayList<>();
    for (String kind : List.of("skip-gram", "cbow")) {
      for (String loss : List.of("negative-sampling", "hierarchical-softmax")) {
        SkipGramModel trained = estimator().setModel(kind).setLoss(loss).fit(topics());
        assertThat(trained.getModel()).isEqualTo(kind);
        assertThat(trained.getLoss()).isEqualTo(loss);
        assertThat(trained.findSynonyms("a1", 9).collectAsList())
            .as(kind + " " + loss)
            .allMatch(row -> row.getString(0).startsWith("a"));
        all.add(shown(trained.getVectors()));
      }
    }
    assertThat(all).doesNotHaveDuplicates();
    assertThat(all.get(0)).isEqualTo(shown(model.getVectors()));
  }

  @Test
  void zeroRoundsAreChosen() {
    SkipGram chosen = estimator().setRoundsPerEpoch(0);
    // 11,000 tokens of two workers are too few for a second round.
    assertThat(shown(chosen.fit(topics()).getVectors()))
        .isEqualTo(shown(estimator().setRoundsPerEpoch(1).fit(topics()).getVectors()))
        .isNotEqualTo(shown(model.getVectors()));
  }

  @Test
  void transformsToTheBitsOfTheStockModel() {
    String word = TwoTopics.vocabulary(TwoTopics.ids(500)).word(2);
    String other = TwoTopics.vocabulary(TwoTopics.ids(500)).word(3);
    Dataset<Row> rows =
        frame(
            WORDS,
            List.of(word, other),
            List.of(word, "nobody-knows-it"),
            List.of("nobody-knows-it"),
            List.of("<unk>", "<eos>", word),
            Arrays.asList(word, null, other),
            List.of());
    Word2VecModel stock = model.toWord2VecModel();
    List<Row> ours = model.transform(rows).collectAsList();
    assertThat(ours).isEqualTo(stock.transform(rows).collectAsList());
    assertThat(ours.get(0).<Vector>getAs("mean")).isNotEqualTo(ours.get(2).<Vector>getAs("mean"));
    assertThat(model.transform(rows).schema()).isEqualTo(stock.transform(rows).schema());
    assertThat(shown(model.getVectors())).isEqualTo(shown(stock.getVectors()));
    List<Row> near = model.findSynonyms(word, 5).collectAsList();
    List<Row> stockNear = stock.findSynonyms(word, 5).collectAsList();
    for (int i = 0; i < 5; i++) {
      assertThat(near.get(i).getString(0)).isEqualTo(stockNear.get(i).getString(0));
      assertThat(near.get(i).getDouble(1))
          .isCloseTo(stockNear.get(i).getDouble(1), org.assertj.core.data.Offset.offset(1e-5));
    }
  }

  @Test
  void aSavedModelIsLoadedAndReplacedOnlyWhenAsked() throws IOException {
    String path = folder.resolve("model").toString();
    model.save(path);
    SkipGramModel loaded = SkipGramModel.load(path);
    assertThat(loaded.uid()).isEqualTo(model.uid());
    assertThat(loaded.getOutputCol()).isEqualTo("mean");
    assertThat(loaded.getWindowSize()).isEqualTo(3);
    assertThat(shown(loaded.transform(topics()))).isEqualTo(shown(model.transform(topics())));
    assertThatThrownBy(() -> model.save(path)).isInstanceOf(IOException.class);
    model.write().overwrite().save(path);
    assertThat(shown(SkipGramModel.load(path).getVectors())).isEqualTo(shown(model.getVectors()));

    Path part = folder.resolve("model/data/part-00000.parquet");
    byte[] bytes = Files.readAllBytes(part);
    Files.write(part, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> SkipGramModel.load(path).findSynonyms("x", 1))
        .hasMessageContaining("its length is not what the manifest says");
  }

  @Test
  void worksInAPipelineThatIsSavedAndLoaded() {
    Dataset<Row> text =
        frame(DataTypes.StringType, "a b c d", "a b d c", "b a c d", "c d a b", "d c b a");
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new RegexTokenizer().setInputCol("words").setOutputCol("tokens"),
                  estimator().setInputCol("tokens").setMinCount(1)
                });
    String path = folder.resolve("pipeline").toString();
    assertThat(pipelineSaved(pipeline, path).fit(text).transform(text).columns())
        .containsExactly("words", "tokens", "mean");
    PipelineModel fitted = pipeline.fit(text);
    String fittedPath = folder.resolve("fitted").toString();
    assertThat(shown(fittedSaved(fitted, fittedPath).transform(text)))
        .isEqualTo(shown(fitted.transform(text)));
  }

  private static Pipeline pipelineSaved(Pipeline pipeline, String path) {
    try {
      pipeline.save(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return Pipeline.load(path);
  }

  private static PipelineModel fittedSaved(PipelineModel fitted, String path) {
    try {
      fitted.save(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return PipelineModel.load(path);
  }

  @Test
  void blocksThatTasksWriteIntoAnArtefactAreLoadedAtTheirPath() throws IOException {
    ArtefactWriter writer =
        new ArtefactStore(Location.of(folder.resolve("storage").toString(), new Configuration()))
            .attempt(Stage.WORD2VEC, new Fingerprint("f"));
    List<PartFile> blocks =
        new Tasks(SkipGramModel.spark())
            .run("write", List.of(0, 1), 2, "blocks", Progress.silent(), writing(writer));
    try (PartOutput lost = writer.part(SparkMlFolder.name("spark-ml", 1), 7)) {
      lost.write(new byte[] {1, 2, 3});
    }
    writer.publish(
        SparkMlFolder.finish(writer, "spark-ml", blocks, Map.of("vectorSize", 2)),
        Map.of(),
        new RunRecord("", Map.of(), Map.of(), Map.of(), Map.of(), "", 0));
    Word2VecModel loaded = Word2VecModel.load(writer.place("spark-ml").uri());
    assertThat(shown(loaded.getVectors()))
        .containsExactly("[word 0,[0.0,1.0]]", "[word 1,[1.0,1.0]]");
  }

  private static Tasks.Work<Integer, PartFile> writing(ArtefactWriter writer) {
    return (block, done) ->
        SparkMlFolder.block(
            writer,
            "spark-ml",
            block,
            Tasks.tries(),
            List.of(new WordVector("word " + block, new float[] {block, 1})).iterator());
  }

  @Test
  void errorsSayWhatToDo() {
    assertThatThrownBy(() -> estimator().setInputCol("text").fit(topics()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no column text; there are words. Name the column of words with setInputCol.");
    assertThatThrownBy(() -> estimator().fit(frame(DataTypes.StringType, "a b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the column words is of type string, not array<string>. Split text into words first,"
                + " with Spark ML's RegexTokenizer for example.");
    assertThatThrownBy(() -> estimator().setOutputCol("words").fit(topics()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the column words exists already. Name another with setOutputCol, or drop it.");
    assertThatThrownBy(() -> new SkipGram().fit(topics()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "inputCol is not set. Call setInputCol with the name of the column that holds the"
                + " words.");
    assertThatThrownBy(() -> estimator().setVectorSize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vectorSize = 0 is below 1. Set it to 100, for example.");
    assertThatThrownBy(() -> estimator().setVectorSize(65_537))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("vectorSize = 65537 is above 65536. Set it to 100, for example.");
    assertThatThrownBy(() -> estimator().setWindowSize(1_001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("windowSize = 1001 is above 1000. Set it to 5, for example.");
    assertThatThrownBy(() -> estimator().setNegatives(1_001))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("negatives = 1001 is above 1000. Set it to 5, for example.");
    assertThatThrownBy(() -> estimator().setModel("CBOW"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("model = CBOW is none of skip-gram, cbow. Set it to skip-gram, for example.");
    assertThatThrownBy(() -> estimator().setLoss("softmax"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "loss = softmax is none of negative-sampling, hierarchical-softmax. Set it to"
                + " negative-sampling, for example.");
    assertThatThrownBy(() -> estimator().setRoundsPerEpoch(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("roundsPerEpoch = -1 is below 0. Set it to 0, for example.");
    assertThatThrownBy(() -> estimator().setSample(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sample = 2.0 is not between 0 and 1. Set it to 1e-3, for example.");
    assertThatThrownBy(() -> estimator().fit(frame(WORDS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the column words holds no word (0 rows). Give data with words.");
    assertThatThrownBy(() -> estimator().fit(frame(WORDS, List.of("a", "b"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "minCount = 2 leaves no word of the column words (1 rows, 2 words). Set minCount lower,"
                + " or give more text.");
    assertThatThrownBy(() -> estimator().fit(frame(WORDS, List.of("a", "a"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "SkipGram has one word to train, a, and learns vectors from different words near each"
                + " other. Set minCount lower, or give more text.");
    assertThatThrownBy(() -> estimator().setStepSize(1e30).fit(topics()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "stepSize = 1.0E30 made the vectors leave the finite numbers in epoch 1, round 1. Set"
                + " stepSize lower, or roundsPerEpoch higher.");
    assertThatThrownBy(() -> model.findSynonyms("nobody", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("nobody is not in the vocabulary of ");
  }

  @Test
  void aRowOfNullEndsInAMessageAndInOneTry() {
    Dataset<Row> rows = frame(WORDS, List.of("a", "a"), null);
    String message =
        "the column words holds null in a row. Leave such rows out with na().drop(), or put an"
            + " empty array in its place.";
    assertThatThrownBy(() -> estimator().fit(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> model.transform(rows).collectAsList())
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
