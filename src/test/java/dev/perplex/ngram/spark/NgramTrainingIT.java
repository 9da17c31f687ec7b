package dev.perplex.ngram.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.cluster.LocalSpark;
import dev.perplex.cluster.Progress;
import dev.perplex.ngram.LocalNgrams;
import dev.perplex.ngram.NgramModel;
import dev.perplex.ngram.NgramSettings;
import dev.perplex.ngram.Settings;
import dev.perplex.ngram.ShardRanges;
import dev.perplex.ngram.Smoothing;
import dev.perplex.ngram.UnigramFile;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Folder;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.vocab.IdStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The distributed estimation against the one in memory. */
class NgramTrainingIT {
  private static final int WORDS = 50;
  private static JavaSparkContext spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** Ids that are in memory. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Ids(int[] ids) implements IdStream {
    @Override
    public long size() {
      return ids.length;
    }

    @Override
    public int[] read(long from, int length) {
      return Arrays.copyOfRange(ids, (int) from, (int) from + length);
    }
  }

  /** Zipf-like words, each drawn near the one before, so that n-grams repeat. */
  private static int[] text(int length) {
    SplittableRandom random = Seeds.random(3, Stage.NGRAM, 0, 0);
    int[] ids = new int[length];
    int before = 0;
    for (int i = 0; i < length; i++) {
      double place = random.nextDouble();
      before = (before + (int) (1 / (place + .03))) % (WORDS - 1);
      ids[i] = before;
    }
    return ids;
  }

  private static long[] counts(int[] ids) {
    long[] counts = new long[WORDS];
    for (int id : ids) {
      counts[id]++;
    }
    return counts;
  }

  private NgramTraining.Trained train(
      int[] ids, NgramSettings settings, Folder place, ShardRanges ranges, int pieces) {
    return new NgramTraining(spark, settings, Progress.silent())
        .train(new Ids(ids), counts(ids), place, ranges, pieces);
  }

  private Folder place(String name) {
    return new Folder(Location.of(folder.resolve(name).toString(), new Configuration()));
  }

  /** The model of files that were just written. */
  private static NgramModel read(Folder place, List<PartFile> files) {
    List<byte[]> parts = files.stream().map(file -> bytes(place, file)).toList();
    return UnigramFile.model(parts.get(0), parts.stream().skip(1), "m");
  }

  private static byte[] bytes(Folder place, PartFile file) {
    try (InputStream in = place.location().child(file.path()).open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Smoothing.class)
  void theModelIsTheOneThatIsMadeInMemory(Smoothing smoothing) {
    int[] ids = text(5000);
    NgramSettings settings = Settings.of(4, smoothing);
    Folder place = place("model");
    NgramTraining.Trained trained =
        train(ids, settings, place, ShardRanges.of(counts(ids), 700), 3);
    NgramModel stored = read(place, trained.files());
    NgramModel local = LocalNgrams.of(ids, WORDS, settings);
    assertThat(trained.files()).hasSizeGreaterThan(4);
    assertThat(stored.reader().losses(ids)).isEqualTo(local.reader().losses(ids));
    for (int n = 1; n <= 4; n++) {
      String what = "ngrams." + n;
      assertThat(trained.files().stream().mapToLong(file -> file.count(what)).sum())
          .isEqualTo(local.size(n))
          .isEqualTo(stored.size(n));
    }
  }

  @Test
  void theFilesAreTheSameForAnyNumberOfTasks() {
    int[] ids = text(3000);
    NgramSettings settings = Settings.of(5, Smoothing.MODIFIED_KNESER_NEY, 0, 0, 1);
    ShardRanges ranges = ShardRanges.of(counts(ids), 500);
    List<String> one =
        train(ids, settings, place("one"), ranges, 1).files().stream()
            .map(file -> file.name() + file.sha256())
            .toList();
    for (int pieces : List.of(2, 7, 40)) {
      assertThat(train(ids, settings, place("of" + pieces), ranges, pieces).files())
          .extracting(file -> file.name() + file.sha256())
          .isEqualTo(one);
    }
  }

  @Test
  void wordsAloneAreAModelToo() {
    int[] ids = text(300);
    Folder place = place("words");
    NgramTraining.Trained trained =
        new NgramTraining(spark, Settings.of(1, Smoothing.MODIFIED_KNESER_NEY), Progress.silent())
            .train(new Ids(ids), counts(ids), place);
    NgramModel stored = read(place, trained.files());
    assertThat(stored.order()).isEqualTo(1);
    assertThat(stored.reader().losses(new int[] {2, 3})).doesNotContain(Double.NaN);
  }

  @Test
  void anEmptySplitIsRefused() {
    assertThatThrownBy(
            () ->
                new NgramTraining(spark, Settings.of(3, Smoothing.KATZ), Progress.silent())
                    .train(IdStream.empty(), new long[WORDS], place("none")))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("The training split is empty");
  }

  @Test
  void aShardThatIsCutShortIsRefused() {
    int[] ids = text(500);
    Folder place = place("cut");
    NgramTraining.Trained trained =
        train(ids, Settings.of(3, Smoothing.ABSOLUTE), place, ShardRanges.of(counts(ids), 1000), 2);
    PartFile part = trained.files().get(1);
    Location file = place.location().child(part.path());
    byte[] bytes = bytes(place, part);
    byte[] damaged = bytes.clone();
    Arrays.fill(damaged, bytes.length - 4, bytes.length, (byte) -1); // NaN
    file.writeBytes(damaged);
    assertThatThrownBy(() -> read(place, trained.files()))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("a probability that is not a number from 0 to 1");
    file.writeBytes(Arrays.copyOf(bytes, bytes.length - 8));
    assertThatThrownBy(() -> read(place, trained.files()))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("cut short or damaged");
    assertThatThrownBy(() -> read(place, trained.files().subList(0, 1)))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("lacks a part");
  }
}
