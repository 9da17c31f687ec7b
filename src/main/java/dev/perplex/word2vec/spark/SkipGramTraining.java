package dev.perplex.word2vec.spark;

import dev.perplex.cluster.BlockChange;
import dev.perplex.cluster.BlockMerge;
import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.RoundPlan;
import dev.perplex.word2vec.RoundStats;
import dev.perplex.word2vec.SkipGramParameters;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordVectors;
import dev.perplex.word2vec.WorkerRound;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Trains word vectors on a cluster, in rounds. Each round the driver broadcasts the parameters,
 * each worker (a task) trains its own copy of the rows that it touches, and the changes are merged
 * block by block. The settings alone decide the result: the number of executors and cores does not.
 *
 * <p>The merged blocks come to the driver, for the next broadcast. That is the wall of this form:
 * both matrices have to fit the driver, and twice, and a round costs at least the way of both
 * through it.
 */
public final class SkipGramTraining {
  /** Floats in a block: 1 MiB, so that many reducers share a vocabulary of common size. */
  private static final int BLOCK_FLOATS = 1 << 18;

  private final JavaSparkContext spark;
  private final Word2vecSettings settings;

  public SkipGramTraining(JavaSparkContext spark, Word2vecSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * @param ids the training split
   * @param vocabulary of the ids
   * @throws PerplexException where no word can be trained, or training left the finite numbers
   */
  public WordVectors train(IdStream ids, Vocabulary vocabulary, RoundListener listener) {
    RoundPlan plan = RoundPlan.of(ids.size(), settings);
    WorkerRound work = new WorkerRound(settings, plan, vocabulary);
    SkipGramParameters parameters = SkipGramParameters.initial(vocabulary.size(), settings);
    Broadcast<WorkerRound> workEverywhere = spark.broadcast(work);
    try {
      for (int epoch = 0; epoch < settings.epochs(); epoch++) {
        for (int round = 0; round < settings.roundsPerEpoch(); round++) {
          List<Contribution> merged = round(workEverywhere, parameters, ids, epoch, round);
          parameters = parameters.with(merged.stream().map(Contribution::rows).toList());
          RoundStats stats =
              merged.stream().map(Contribution::stats).reduce(RoundStats.NONE, RoundStats::plus);
          checkFinite(stats, epoch, round);
          listener.round(
              epoch,
              round,
              plan.tokensBefore(epoch, round + 1),
              plan.tokensTotal(),
              stats.meanLoss(),
              work.rate(epoch, round).at(1));
        }
      }
    } finally {
      workEverywhere.destroy();
    }
    return WordVectors.of(vocabulary, parameters);
  }

  private List<Contribution> round(
      Broadcast<WorkerRound> work,
      SkipGramParameters parameters,
      IdStream ids,
      int epoch,
      int round) {
    int rowsPerBlock = Math.max(1, BLOCK_FLOATS / parameters.dimension());
    List<Integer> workers = IntStream.range(0, settings.workers()).boxed().toList();
    Broadcast<SkipGramParameters> global = spark.broadcast(parameters);
    try {
      JavaRDD<BlockChange<Contribution>> changes =
          spark
              .parallelize(workers, workers.size())
              .flatMap(new RoundTask(work, global, ids, epoch, round, rowsPerBlock));
      return BlockMerge.merge(changes, workers.size(), Contribution::merged);
    } finally {
      global.destroy();
    }
  }

  private void checkFinite(RoundStats stats, int epoch, int round) {
    if (!Double.isFinite(stats.loss())) {
      throw PerplexException.usage(
          "word2vec.rate = %s made the vectors leave the finite numbers in epoch %d, round %d. Set"
              + " word2vec.rate lower, or word2vec.rounds-per-epoch higher.",
          settings.rate(), epoch + 1, round + 1);
    }
  }
}
