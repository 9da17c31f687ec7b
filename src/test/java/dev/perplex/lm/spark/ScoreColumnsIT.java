package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.cluster.LocalSpark;
import dev.perplex.cluster.Progress;
import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.MixtureWeights;
import dev.perplex.eval.Unigram;
import dev.perplex.lm.CacheSettings;
import dev.perplex.lm.DynamicSettings;
import dev.perplex.lm.Example;
import dev.perplex.lm.Ids;
import dev.perplex.lm.ModelFile;
import dev.perplex.lm.Reading;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several models scored together give what each gives alone, whoever scores. */
class ScoreColumnsIT {
  private static final int DOCUMENTS = 60;
  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  /** Another model than the one beside it, opened where it is asked. */
  private record Another(byte[] bytes) implements ModelSource {
    @Override
    public String kind() {
      return "another";
    }

    @Override
    public String checksum() {
      return "one of its kind";
    }

    @Override
    public LanguageModel open() {
      return LanguageModels.read(bytes, "another");
    }
  }

  private static ScoringUnits units() {
    SplittableRandom random = new SplittableRandom(4);
    long[] offsets = new long[DOCUMENTS + 1];
    for (int document = 0; document < DOCUMENTS; document++) {
      offsets[document + 1] = offsets[document] + random.nextInt(1, 60);
    }
    Ids ids =
        new Ids(new SplittableRandom(9).ints(offsets[DOCUMENTS], 0, Example.VOCABULARY).toArray());
    return DocumentUnits.of(
        ids,
        offsets,
        IntStream.rangeClosed(0, DOCUMENTS).filter(i -> i % 4 == 0 || i == DOCUMENTS).toArray());
  }

  private static List<LossColumn> columns() {
    List<String> words = new ArrayList<>(List.of("<unk>", "<eos>"));
    IntStream.range(2, Example.VOCABULARY).forEach(i -> words.add("w" + i));
    Unigram unigram =
        new Unigram(
            new Vocabulary(
                words, IntStream.range(0, words.size()).mapToLong(i -> 9 - i % 5).toArray()));
    byte[] model = ModelFile.bytes(Example.network());
    return List.of(
        LossColumn.unigram(unigram),
        LossColumn.of(new Another(model), Reading.PLAIN),
        LossColumn.neural(model, Reading.PLAIN),
        LossColumn.neural(
            model,
            new Reading(
                Reading.State.DOCUMENT,
                new CacheSettings(20, 0.1, 0.2, CacheSettings.Fit.NONE),
                DynamicSettings.NONE)),
        LossColumn.mixture(List.of(0, 3), List.of(0.25, 0.75)));
  }

  private static List<List<double[][]>> score(int partitions) {
    return ScoreUnits.score(
        spark,
        units(),
        Scoring.columns(columns(), (documents, losses) -> new ArrayList<>(losses)),
        Progress.silent(),
        partitions);
  }

  @Test
  void noLossDependsOnThePartitions() {
    List<List<double[][]>> one = score(1);
    assertThat(one).hasSize(units().count());
    for (int partitions : new int[] {2, 3, 4, 100}) {
      List<List<double[][]>> other = score(partitions);
      for (int unit = 0; unit < one.size(); unit++) {
        assertThat(other.get(unit).toArray(double[][][]::new))
            .isDeepEqualTo(one.get(unit).toArray(double[][][]::new));
      }
    }
  }

  @Test
  void eachColumnIsWhatItsModelGivesAlone() {
    List<double[]> alone =
        ScoreDocuments.score(
            spark,
            ModelFile.bytes(Example.network()),
            units(),
            Reading.PLAIN,
            (document, ids, losses) -> losses,
            Progress.silent());
    List<List<double[][]>> together = score(2);
    int document = 0;
    for (List<double[][]> unit : together) {
      for (int i = 0; i < unit.get(2).length; i++, document++) {
        assertThat(unit.get(2)[i]).isEqualTo(alone.get(document));
        assertThat(unit.get(1)[i]).isEqualTo(alone.get(document));
        assertThat(unit.get(4)[i])
            .containsExactly(
                MixtureWeights.losses(
                    new double[] {0.25, 0.75}, new double[][] {unit.get(0)[i], unit.get(3)[i]}),
                within(0.0));
      }
    }
    assertThat(document).isEqualTo(DOCUMENTS);
  }
}
