package dev.perplex.word2vec;

import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One worker's round on one core, without Spark: raw tokens a second, over text drawn by Zipf's law
 * from 30,000 words, sentences of 25. A worker's copies of rows are part of it, merging is not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class Word2vecBench {
  private static final int WORDS = 30_000;
  private static final int TOKENS = 200_000;
  private static final int SENTENCE = 25;

  @Param({"100", "200", "300"})
  public int dimension;

  @Param({"SKIP_GRAM", "CBOW"})
  public WordModel model;

  @Param({"NEGATIVE_SAMPLING", "HIERARCHICAL_SOFTMAX"})
  public WordLoss loss;

  private WorkerRound round;
  private GlobalRows global;
  private OwnRows own;
  private IdStream text;

  /** Ids in memory. */
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

  @Setup
  public void prepare() {
    double[] weights = new double[WORDS];
    for (int id = 2; id < WORDS; id++) {
      weights[id] = 1.0 / (id + 1);
    }
    AliasTable zipf = new AliasTable(weights);
    SplittableRandom random = new SplittableRandom(1);
    int[] ids = new int[TOKENS];
    long[] counts = new long[WORDS];
    for (int i = 0; i < TOKENS; i++) {
      ids[i] = i % SENTENCE == SENTENCE - 1 ? Vocabulary.EOS_ID : zipf.id(random.nextLong());
      counts[ids[i]]++;
    }
    List<String> words = new ArrayList<>(List.of(Vocabulary.UNK, Vocabulary.EOS));
    for (int id = 2; id < WORDS; id++) {
      words.add("w" + id);
    }
    Vocabulary vocabulary = new Vocabulary(words, counts);
    Word2vecSettings settings =
        new Word2vecSettings(model, loss, dimension, 5, 5, 1e-4, 0.025, 1, 1, 1, 1, 1);
    text = new Ids(ids);
    round = new WorkerRound(settings, RoundPlan.of(TOKENS, settings), vocabulary);
    global = new GlobalRows(round.shape(), new InitialRows(round.shape(), 1));
    own = new OwnRows(round.shape());
  }

  @Benchmark
  @OperationsPerInvocation(TOKENS)
  public RoundStats tokens() {
    return round.run(own, global, text, 0, 0, 0, done -> {});
  }
}
