package dev.perplex.word2vec;

import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All rounds of a training in one thread, worker after worker: what Spark has to agree with. */
public final class LocalRounds {
  private final Vocabulary vocabulary;
  private final GlobalRows rows;
  private final List<RoundStats> stats = new ArrayList<>();

  private LocalRounds(Vocabulary vocabulary, GlobalRows rows) {
    this.vocabulary = vocabulary;
    this.rows = rows;
  }

  public static LocalRounds train(Word2vecSettings settings, IdStream ids, Vocabulary vocabulary) {
    return train(settings, ids, vocabulary, 1);
  }

  /** With the rows merged in so many parts, which no number may depend on. */
  static LocalRounds train(
      Word2vecSettings settings, IdStream ids, Vocabulary vocabulary, int parts) {
    RoundPlan plan = RoundPlan.of(ids.size(), settings);
    WorkerRound work = new WorkerRound(settings, plan, vocabulary);
    LocalRounds local = start(settings, vocabulary);
    OwnRows own = new OwnRows(work.shape());
    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
      for (int round = 0; round < plan.rounds(); round++) {
        local.round(work, own, ids, epoch, round, parts);
      }
    }
    return local;
  }

  /** Before the first round. */
  static LocalRounds start(Word2vecSettings settings, Vocabulary vocabulary) {
    ModelShape shape = ModelShape.of(vocabulary, settings);
    return new LocalRounds(
        vocabulary, new GlobalRows(shape, new InitialRows(shape, settings.seed())));
  }

  private void round(WorkerRound work, OwnRows own, IdStream ids, int epoch, int round, int parts) {
    Map<Integer, RowSums> sums = new TreeMap<>();
    RoundStats all = RoundStats.NONE;
    for (int worker = 0; worker < work.plan().workers(); worker++) {
      all = all.plus(work.run(own, rows, ids, worker, epoch, round, done -> {}));
      for (int part = 0; part < parts; part++) {
        int at = part;
        sums.computeIfAbsent(part, p -> new RowSums(work.shape(), at, parts, work.rateFactor()))
            .add(own.changes(part, parts));
      }
    }
    sums.values().forEach(sum -> rows.add(sum.merged()));
    stats.add(all);
  }

  GlobalRows rows() {
    return rows;
  }

  /** By round. */
  public List<RoundStats> stats() {
    return stats;
  }

  /** The word vectors by id, [words * dimension]. */
  public float[] inputs() {
    return matrix(0, rows.shape().words());
  }

  /** The output rows, [outputs * dimension]. */
  public float[] outputs() {
    return matrix(rows.shape().words(), rows.shape().rows());
  }

  private float[] matrix(int from, int to) {
    int dimension = rows.shape().dimension();
    float[] matrix = new float[(to - from) * dimension];
    float[] row = new float[rows.shape().stride()];
    for (int i = from; i < to; i++) {
      rows.copy(i, row);
      System.arraycopy(row, 0, matrix, (i - from) * dimension, dimension);
    }
    return matrix;
  }

  public WordVectors vectors() {
    return new WordVectors(words(), rows.shape().dimension(), inputs());
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      words.add(vocabulary.word(id));
    }
    return words;
  }

  /** The mean length of the words' vectors. */
  double meanNorm() {
    double sum = 0;
    float[] row = new float[rows.shape().stride()];
    for (int id = 2; id < vocabulary.size(); id++) {
      rows.copy(id, row);
      double squares = 0;
      for (float value : row) {
        squares += (double) value * value;
      }
      sum += Math.sqrt(squares);
    }
    return sum / (vocabulary.size() - 2);
  }
}
