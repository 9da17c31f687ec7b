package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.cluster.LocalCluster;
import dev.perplex.cluster.Progress;
import dev.perplex.eval.FrequencyBands;
import dev.perplex.eval.Tally;
import dev.perplex.eval.TestFigures;
import dev.perplex.eval.TokenChecksums;
import dev.perplex.eval.Unigram;
import dev.perplex.eval.UnitFigures;
import dev.perplex.lm.Reading;
import dev.perplex.ngram.NgramSettings;
import dev.perplex.ngram.Smoothing;
import dev.perplex.provenance.Stage;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.store.Artefact;
import dev.perplex.store.DocumentIndex;
import dev.perplex.vocab.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The finished models of a run, scored by executors that are processes of their own. */
class ExecutorCountIT {
  private static final List<Integer> BANDS = List.of(1, 10);

  @TempDir static Path folder;
  private static Workplace place;
  private static Report report;

  @BeforeAll
  static void runIt() {
    place = SmallRun.in(folder).place();
    report = ReportedRun.read(place.artefact(Stage.REPORT));
    assertThat(DocumentIndex.read(place.artefact(Stage.VOCAB), "test").unitFirsts())
        .as("units, and their end")
        .hasSizeGreaterThan(4);
  }

  /** Executors that ran a task. */
  private static final class Busy extends SparkListener {
    private final Set<String> executors = new ConcurrentSkipListSet<>();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      executors.add(task.taskInfo().executorId());
    }
  }

  private static TestFigures scored(JavaSparkContext spark) {
    Artefact ids = place.artefact(Stage.VOCAB);
    Artefact model = place.artefact(Stage.TRAIN);
    Vocabulary vocabulary = VocabJob.vocabulary(model);
    NgramSettings settings =
        new NgramSettings(
            5, Smoothing.MODIFIED_KNESER_NEY, .1, List.of(0), NgramSettings.ArpaForm.NONE);
    ModelRows rows = new ModelRows(spark, ids, Reading.PLAIN, Progress.silent());
    rows.unigram(new Unigram(vocabulary));
    rows.ngram(new NgramRow(place.artefact(Stage.NGRAM), settings), "n-grams", "");
    rows.neural(StoredModel.bytes(model), "LSTM", "");
    rows.mix(0);
    assertThat(rows.names()).containsExactly("unigram", "ngram", "lstm", "lstm+ngram");
    return rows.score(
        new UnitFigures.Rules(
            new FrequencyBands(vocabulary, BANDS), new TokenChecksums(vocabulary), 2),
        vocabulary.size());
  }

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void neitherExecutorsNorPartitionsChangeAPerplexity() throws Exception {
    List<List<Tally>> all = new ArrayList<>();
    int[][] clusters = {{1, 1}, {2, 3}, {4, 1}}; // executors, default partitions
    for (int[] size : clusters) {
      try (LocalCluster cluster = LocalCluster.start(folder, size[0], size[1])) {
        Busy busy = new Busy();
        cluster.spark().sc().addSparkListener(busy);
        TestFigures figures = scored(cluster.spark());
        cluster.spark().sc().listenerBus().waitUntilEmpty();
        assertThat(busy.executors).hasSize(size[0]).doesNotContain("driver");
        all.add(List.of(0, 1, 2, 3).stream().map(figures::tally).toList());
      }
    }
    for (List<Tally> tallies : all) {
      assertThat(tallies).isEqualTo(all.get(0));
      for (int row = 0; row < tallies.size(); row++) {
        ModelScore score = report.models().get(row);
        Tally tally = tallies.get(row);
        assertThat(tally.tokens()).isEqualTo(report.test().tokens());
        assertThat(tally.perplexity())
            .as("%s in two threads of this process", score.model())
            .isCloseTo(score.perplexity(), within(1e-9 * score.perplexity()));
      }
    }
  }
}
