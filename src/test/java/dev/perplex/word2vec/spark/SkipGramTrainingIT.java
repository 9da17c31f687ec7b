package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.ArrayIds;
import dev.perplex.word2vec.LocalRounds;
import dev.perplex.word2vec.TwoTopics;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordVectors;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class SkipGramTrainingIT {
  private final int[] ids = TwoTopics.ids(500);
  private final Vocabulary vocabulary = TwoTopics.vocabulary(ids);

  private record Told(
      int epoch, int round, long tokensDone, long tokensTotal, double meanLoss, double rate) {}

  private static Word2vecSettings settings(double rate, int epochs, int workers) {
    return new Word2vecSettings(12, 3, 5, 1e-1, rate, epochs, workers, 4, 1);
  }

  private static JavaSparkContext spark(String master) {
    return new JavaSparkContext(
        new SparkConf()
            .setMaster(master)
            .setAppName("skip-gram")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "127.0.0.1"));
  }

  private WordVectors train(String master, Word2vecSettings settings, List<Told> told) {
    try (JavaSparkContext spark = spark(master)) {
      return new SkipGramTraining(spark, settings)
          .train(
              new ArrayIds(ids),
              vocabulary,
              (epoch, round, done, total, loss, rate) ->
                  told.add(new Told(epoch, round, done, total, loss, rate)));
    }
  }

  @Test
  void theNumberOfCoresDoesNotChangeABitAndSparkGivesWhatOneThreadGives() {
    Word2vecSettings settings = settings(0.025, 2, 3);
    List<Told> toldByOne = new ArrayList<>();
    List<Told> toldByTwo = new ArrayList<>();
    float[] one = train("local[1]", settings, toldByOne).toArray();
    float[] two = train("local[2]", settings, toldByTwo).toArray();
    float[] thread = LocalRounds.train(settings, new ArrayIds(ids), vocabulary).input();
    assertThat(two).isEqualTo(one);
    assertThat(one).isEqualTo(thread);
    assertThat(toldByTwo).isEqualTo(toldByOne);
  }

  @Test
  void learnsAndTellsItsProgress() {
    List<Told> told = new ArrayList<>();
    WordVectors vectors = train("local[2]", settings(0.025, 5, 2), told);
    assertThat(TwoTopics.separation(vectors)).isGreaterThan(0.5);
    assertThat(told).hasSize(20);
    Told first = told.get(0);
    Told last = told.get(19);
    assertThat(last.tokensDone()).isEqualTo(5L * ids.length).isEqualTo(last.tokensTotal());
    assertThat(last.meanLoss()).isLessThan(first.meanLoss());
    assertThat(first.meanLoss()).isBetween(1.0, 6 * Math.log(2) + 1e-3); // the start knows nothing
    assertThat(last.rate()).isLessThan(first.rate()).isPositive();
  }

  @Test
  void aRateBeyondReasonEndsInAMessage() {
    assertThatThrownBy(() -> train("local[2]", settings(1e30, 5, 2), new ArrayList<>()))
        .isInstanceOf(PerplexException.class)
        .hasMessageMatching(
            "word2vec\\.rate = 1\\.0E30 made the vectors leave the finite numbers in epoch 1, round"
                + " 1\\. Set word2vec\\.rate lower, or word2vec\\.rounds-per-epoch higher\\.");
  }
}
