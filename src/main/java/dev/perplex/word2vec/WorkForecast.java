package dev.perplex.word2vec;

import dev.perplex.vocab.Vocabulary;

/**
 * What a worker of a round is going to do, from the counts of the vocabulary alone: for a plan of
 * memory or time, before there is a text. The longest part of a round is looked at; the others are
 * a token shorter.
 */
public final class WorkForecast {
  private final Word2vecSettings settings;
  private final RoundPlan plan;
  private final ModelShape shape;
  private final TouchForecast touches;
  private final long[] counts;

  /**
   * @param counts of the vocabulary, by id
   */
  public WorkForecast(Word2vecSettings settings, RoundPlan plan, long[] counts) {
    this(
        settings,
        plan,
        ModelShape.of(counts.length, settings),
        new TouchForecast(
            counts,
            settings,
            settings.loss() == WordLoss.NEGATIVE_SAMPLING ? null : HuffmanTree.ofAll(counts)),
        counts);
  }

  WorkForecast(
      Word2vecSettings settings,
      RoundPlan plan,
      ModelShape shape,
      TouchForecast touches,
      long[] counts) {
    this.settings = settings;
    this.plan = plan;
    this.shape = shape;
    this.touches = touches;
    this.counts = counts;
  }

  public ModelShape shape() {
    return shape;
  }

  public RoundPlan plan() {
    return plan;
  }

  /** Rows that a worker touches in a round; threads that share them copy all. */
  public long touchedRows() {
    double share = 1.0 / ((double) settings.workers() * plan.rounds());
    return settings.threads() > 1 ? shape.rows() : Math.min(shape.rows(), touches.rows(share));
  }

  /** Rows that all workers together touch in a round. */
  public long mergedRows() {
    return settings.threads() > 1
        ? shape.rows()
        : Math.min(shape.rows(), touches.rows(1.0 / plan.rounds()));
  }

  /** Words of a worker's part that subsampling keeps: a window has each of them as its centre. */
  public double windows() {
    return keptOf(1) * plan.longest() / Math.max(1, tokens());
  }

  /** Words that are kept of a share of the training split. */
  private double keptOf(double share) {
    double sum = 0;
    for (double words : touches.kept(share)) {
      sum += words;
    }
    return sum;
  }

  private long tokens() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /**
   * Neighbours of a window. The reach b of each is drawn from 1 to the window w; in a sentence of L
   * kept words, longer than w, all windows of reach b have 2 b L - b (b + 1) neighbours. The mean
   * over b is w + 1 - (w + 1) (w + 2) / 3 L a window.
   */
  public double neighbours() {
    double all = settings.window() + 1.0;
    double sentence = keptOf(1) / Math.max(1, counts[Vocabulary.EOS_ID]);
    double cut = all * (settings.window() + 2) / (3 * sentence);
    return sentence > settings.window() ? all - cut : Math.max(0, Math.min(all, sentence - 1));
  }

  /** Rows of the output matrix that a window's neighbours are judged against, about. */
  public double targets() {
    return settings.loss() == WordLoss.NEGATIVE_SAMPLING
        ? 1 + settings.negatives()
        : touches.pathLength();
  }

  /** Inputs that a window moves through the products: its neighbours, or their mean. */
  public double inputs() {
    return settings.model() == WordModel.SKIP_GRAM ? neighbours() : 1;
  }
}
