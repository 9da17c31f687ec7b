package dev.perplex.word2vec.spark;

import dev.perplex.cluster.ExecutorSize;
import dev.perplex.cluster.Progress;
import dev.perplex.cluster.ShardedMerge;
import dev.perplex.cluster.Tasks;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import dev.perplex.store.OwnedFolder;
import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.HeldOutLoss;
import dev.perplex.word2vec.InitialRows;
import dev.perplex.word2vec.ModelShape;
import dev.perplex.word2vec.RoundPlan;
import dev.perplex.word2vec.RoundStats;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordLoss;
import dev.perplex.word2vec.WorkerRound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/**
 * Trains word vectors on a cluster, in rounds. In a round each worker (a task) trains its own copy
 * of the rows that it touches; what they moved by meets, part by part, in reducers, which write it
 * to storage, where the next round's tasks read it. Neither the driver nor a single message ever
 * holds a matrix. The settings alone decide the result: the number of executors, lost tasks and
 * killed drivers do not.
 */
public final class Word2vecTraining {
  private final JavaSparkContext spark;
  private final Word2vecSettings settings;
  private final RoundStore store;

  /**
   * @param rounds a folder of this training's own, on storage that all executors reach; a training
   *     that finds rounds in it goes on from the last one, to the same bits
   */
  public Word2vecTraining(JavaSparkContext spark, Word2vecSettings settings, Location rounds) {
    this(spark, settings, OwnedFolder.alone(rounds));
  }

  /**
   * @param rounds of this training; drivers that come to own it one after another go on where the
   *     one before them was
   */
  public Word2vecTraining(JavaSparkContext spark, Word2vecSettings settings, OwnedFolder rounds) {
    this.spark = spark;
    this.settings = settings;
    this.store = new RoundStore(rounds);
  }

  /**
   * @param train the training split
   * @param valid the validation split, for the held-out loss; may be empty
   * @param vocabulary of the ids
   * @param start vectors to start from; null to start at random
   * @throws PerplexException where no word can be trained, memory is too small, or training left
   *     the finite numbers
   */
  public TrainedRows train(
      IdStream train,
      IdStream valid,
      Vocabulary vocabulary,
      StartVectors start,
      TrainingListener listener) {
    RoundPlan plan = RoundPlan.of(train.size(), settings);
    WorkerRound work = new WorkerRound(settings, plan, vocabulary);
    ModelShape shape = work.shape();
    ExecutorSize executor = ExecutorSize.of(spark);
    MemoryPlan memory =
        MemoryPlan.of(work, vocabulary, settings, shape.parts(settings.workers()), executor);
    listener.memory(memory);
    memory.check();
    checkThreads(listener);
    TrainingPlan training =
        new TrainingPlan(
            UUID.randomUUID().toString(),
            settings,
            work,
            new InitialRows(shape, settings.seed()),
            work.heldOut(valid),
            memory.cores());
    Broadcast<TrainingPlan> everywhere = spark.broadcast(training);
    try {
      Optional<RoundState> found =
          store
              .latest(this::isSound, listener::warning)
              .filter(state -> state.shape().equals(shape));
      store.clearAfter(found.map(RoundState::rounds).orElse(-1));
      RoundState state = found.orElseGet(() -> beginning(everywhere, start, vocabulary, listener));
      store.adopt(state);
      if (state.rounds() > 0) {
        listener.resumed(
            state.rounds(),
            plan.roundsTotal(),
            plan.tokensBefore(state.rounds() / plan.rounds(), state.rounds() % plan.rounds()));
      }
      while (state.rounds() < plan.roundsTotal()) {
        state = round(everywhere, state, train, listener);
      }
      return new TrainedRows(store, withLastHeldOut(everywhere, state, listener));
    } finally {
      everywhere.destroy();
      SharedRows.clear(training.name());
    }
  }

  private void checkThreads(TrainingListener listener) {
    int cores = spark.getConf().getInt("spark.task.cpus", 1);
    if (settings.threads() > cores) {
      listener.warning(
          String.format(
              "word2vec.threads = %d threads share a task, and Spark gives a task spark.task.cpus ="
                  + " %d of an executor's cores: more threads run at once than there are cores"
                  + " where tasks fill the executor. Set spark.task.cpus=%d.",
              settings.threads(), cores, settings.threads()));
    }
  }

  /** Reads all files of a state on executors: a file can be damaged and keep its length. */
  private boolean isSound(RoundState state) {
    RoundStore rounds = store;
    List<StoredPart> files = state.chains().stream().flatMap(List::stream).toList();
    return !new Tasks(spark)
        .run(
            "word2vec: check the rounds of an earlier try",
            files,
            files.size(),
            "files",
            Progress.silent(),
            (file, done) -> rounds.isSound(file))
        .contains(false);
  }

  private RoundState beginning(
      Broadcast<TrainingPlan> everywhere,
      StartVectors start,
      Vocabulary vocabulary,
      TrainingListener listener) {
    ModelShape shape = everywhere.value().work().shape();
    int parts = shape.parts(settings.workers());
    if (start == null) {
      return RoundState.beginning(shape, parts);
    }
    if (settings.loss() == WordLoss.HIERARCHICAL_SOFTMAX) {
      listener.warning(
          "word2vec.loss = hierarchical-softmax goes on with the vectors of the words alone: the"
              + " inner nodes of the tree, which no file has, start at zero");
    }
    List<StoredPart> stored =
        new StartedParts(spark, store, parts)
            .of(start, everywhere, vocabulary, settings.workers(), listener);
    return RoundState.beginning(shape, stored);
  }

  private RoundState round(
      Broadcast<TrainingPlan> everywhere,
      RoundState state,
      IdStream train,
      TrainingListener listener) {
    WorkerRound work = everywhere.value().work();
    RoundPlan plan = work.plan();
    int epoch = state.rounds() / plan.rounds();
    int round = state.rounds() % plan.rounds();
    long before = plan.tokensBefore(epoch, round);
    long after = plan.tokensBefore(epoch, round + 1);
    long start = System.nanoTime();
    LongAccumulator done = spark.sc().longAccumulator("word2vec tokens");
    List<MergedPart> merged =
        new Tasks(spark)
            .watched(
                "word2vec: epoch %d of %d, round %d of %d"
                    .formatted(epoch + 1, settings.epochs(), round + 1, plan.rounds()),
                after - before,
                "tokens",
                (count, total, unit) -> listener.tokens(before + count, plan.tokensTotal()),
                done,
                () -> merged(everywhere, state, train, done));
    Contribution figures =
        merged.stream().map(MergedPart::figures).reduce(Contribution.NONE, Contribution::plus);
    RoundStats stats = figures.stats();
    checkFinite(merged, stats, epoch, round);
    if (epoch == 0 && round + 1 == plan.rounds()) {
      checkPairs(state.curve(), stats);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    List<RoundPoint> curve = withHeldOut(state.curve(), figures.heldOut().mean());
    RoundPoint point =
        new RoundPoint(
            epoch,
            round,
            round + 1 == plan.rounds(),
            after,
            stats.pairs(),
            stats.meanLoss(),
            null,
            work.rate(epoch, round).at(1),
            seconds);
    if (!state.curve().isEmpty()) {
      listener.round(curve.get(curve.size() - 1));
    }
    curve.add(point);
    RoundState next = state.next(merged.stream().map(MergedPart::stored).toList(), curve);
    store.commit(next);
    return next;
  }

  private List<MergedPart> merged(
      Broadcast<TrainingPlan> everywhere, RoundState state, IdStream train, LongAccumulator done) {
    return ShardedMerge.merge(
        spark,
        settings.workers(),
        new RoundTask(everywhere, store, state, train, done),
        state.parts(),
        new MergeTask(everywhere, store, state));
  }

  /** A round's tasks measure the loss of what the round before left. */
  private static List<RoundPoint> withHeldOut(List<RoundPoint> curve, double heldOut) {
    List<RoundPoint> known = new ArrayList<>(curve);
    if (!known.isEmpty()) {
      known.set(known.size() - 1, known.get(known.size() - 1).with(heldOut));
    }
    return known;
  }

  private RoundState withLastHeldOut(
      Broadcast<TrainingPlan> everywhere, RoundState state, TrainingListener listener) {
    int workers = settings.workers();
    RoundStore rounds = store;
    HeldOutLoss.Sum sum =
        new Tasks(spark)
                .run(
                    "word2vec: held-out loss",
                    IntStream.range(0, workers).boxed().toList(),
                    workers,
                    "shares",
                    Progress.silent(),
                    (Integer worker, LongAccumulator done) -> {
                      TrainingPlan plan = everywhere.value();
                      try (SharedRows.Lease rows = SharedRows.lease(plan, rounds, state)) {
                        return plan.heldOut().of(rows.global(), worker, workers);
                      }
                    })
                .stream()
                .reduce(HeldOutLoss.Sum.NONE, HeldOutLoss.Sum::plus);
    List<RoundPoint> curve = withHeldOut(state.curve(), sum.mean());
    listener.round(curve.get(curve.size() - 1));
    return new RoundState(state.rounds(), state.shape(), state.chains(), List.copyOf(curve));
  }

  /** A whole epoch without two words near each other teaches nothing. */
  private void checkPairs(List<RoundPoint> before, RoundStats last) {
    if (last.pairs() + before.stream().mapToLong(RoundPoint::pairs).sum() == 0) {
      throw noPairs(settings);
    }
  }

  /** Names only what the settings can have done, and can undo. */
  static PerplexException noPairs(Word2vecSettings settings) {
    List<String> places = new ArrayList<>(List.of("in its sentence"));
    List<String> ways = new ArrayList<>();
    if (settings.workers() > 1) {
      places.add("in its worker's part of a round (word2vec.workers = " + settings.workers() + ")");
      ways.add("word2vec.workers lower");
    }
    if (settings.sample() > 0) {
      places.add("after subsampling (word2vec.sample = " + settings.sample() + ")");
      ways.add("word2vec.sample=0");
    }
    return PerplexException.dataRefused(
        "word2vec found no two words near each other in epoch 1: every word stands alone %s. Give"
            + " longer sentences or more text%s.",
        String.join(" or ", places), ways.isEmpty() ? "" : ", or set " + String.join(" or ", ways));
  }

  private void checkFinite(List<MergedPart> merged, RoundStats stats, int epoch, int round) {
    if (!Double.isFinite(stats.loss()) || !merged.stream().allMatch(MergedPart::finite)) {
      throw PerplexException.usage(
          "word2vec.rate = %s made the vectors leave the finite numbers in epoch %d, round %d. Set"
              + " word2vec.rate lower, or word2vec.rounds-per-epoch higher.",
          settings.rate(), epoch + 1, round + 1);
    }
  }
}
