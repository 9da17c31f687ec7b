package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import java.io.Serializable;
import java.util.function.LongConsumer;

/**
 * What one worker does in one round, as a pure function of the global parameters, the worker's part
 * of the ids and the round's number: run again, anywhere, it changes its own rows to the same bits
 * (unless its threads share them).
 */
public final class WorkerRound implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Word2vecSettings settings;
  private final RoundPlan plan;
  private final ModelShape shape;
  private final AliasTable drawn; // null without negative sampling
  private final HuffmanTree tree; // null with it
  private final Subsampling subsampling;

  /**
   * @throws PerplexException where the training split has not what a window needs
   */
  public WorkerRound(Word2vecSettings settings, RoundPlan plan, Vocabulary vocabulary) {
    this.settings = settings;
    this.plan = plan;
    TrainableText.check(vocabulary, settings.window());
    this.shape = ModelShape.of(vocabulary, settings);
    boolean drawing = settings.loss() == WordLoss.NEGATIVE_SAMPLING;
    this.drawn = drawing ? AliasTable.ofWords(vocabulary) : null;
    this.tree = drawing ? null : HuffmanTree.of(vocabulary);
    this.subsampling = new Subsampling(vocabulary, settings.sample());
  }

  public ModelShape shape() {
    return shape;
  }

  public RoundPlan plan() {
    return plan;
  }

  /**
   * Trains on the worker's part of a round.
   *
   * @param own changed; holds what the round made of the rows that it touched
   * @param global the parameters that the round starts from; not changed
   * @param epoch from 0
   * @param round from 0, within the epoch
   * @param progress told how many more tokens are done, now and then
   */
  public RoundStats run(
      OwnRows own,
      GlobalRows global,
      IdStream ids,
      int worker,
      int epoch,
      int round,
      LongConsumer progress) {
    own.begin(global);
    long start = plan.start(worker, round);
    int length = plan.length(worker, round);
    RateSpan rate = rate(epoch, round);
    long stream = (long) epoch * plan.rounds() + round;
    if (settings.threads() == 1) {
      return training(own::touched)
          .train(ids.read(start, length), rate, random(worker, stream), progress);
    }
    own.copyAll();
    int threads = settings.threads();
    return Crew.work(
            threads,
            threads,
            thread -> {
              int from = (int) ((long) length * thread / threads);
              int to = (int) ((long) length * (thread + 1) / threads);
              // Streams of threads come after those of all workers.
              int number = settings.workers() + worker * threads + thread;
              return training(own::shared)
                  .train(ids.read(start + from, to - from), rate, random(number, stream), progress);
            })
        .stream()
        .reduce(RoundStats.NONE, RoundStats::plus);
  }

  private WindowTraining training(WindowTraining.Rows rows) {
    return new WindowTraining(
        settings.model(),
        settings.window(),
        subsampling,
        targets(settings.negatives(), NegativeSampling.windows(settings.workers())),
        rows,
        shape.stride());
  }

  private Targets targets(int negatives, int windows) {
    return tree == null
        ? new NegativeSampling(shape.words(), drawn, negatives, windows)
        : new HierarchicalSoftmax(shape.words(), tree);
  }

  /** The rate of each worker over the round, by the tokens that all workers have done. */
  public RateSpan rate(int epoch, int round) {
    double total = Math.max(1, plan.tokensTotal());
    return new RateSpan(
        WorkerRate.start(settings),
        plan.tokensBefore(epoch, round) / total,
        plan.tokensBefore(epoch, round + 1) / total);
  }

  /** Bytes of a worker's text of a round: the ids as read, and what subsampling leaves of them. */
  public long textBytes() {
    return plan.textBytes();
  }

  /** How many rows a worker is going to touch in a round, about. */
  public long touchedRows(Vocabulary vocabulary) {
    return forecast(vocabulary).touchedRows();
  }

  private WorkForecast forecast(Vocabulary vocabulary) {
    return new WorkForecast(
        settings,
        plan,
        shape,
        new TouchForecast(vocabulary.counts(), settings, tree),
        vocabulary.counts());
  }

  /** How many times the rate of one worker each worker learns at. */
  public double rateFactor() {
    return WorkerRate.factor(settings);
  }

  /** The loss on text that is not trained on. */
  public HeldOutLoss heldOut(IdStream valid) {
    return HeldOutLoss.of(settings.model(), targets(HeldOutLoss.NEGATIVES, 1), valid);
  }

  private FastRandom random(int worker, long stream) {
    return new FastRandom(Seeds.of(settings.seed(), Stage.WORD2VEC, stream, worker));
  }
}
