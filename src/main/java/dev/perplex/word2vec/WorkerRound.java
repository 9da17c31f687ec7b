package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What one worker does in one round, as a pure function of the global parameters, the worker's part
 * of the ids and the round's number: run again, anywhere, it returns the same bits.
 */
public final class WorkerRound implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The highest learning rate of a worker. Averaging divides what the workers learned of a common
   * word by their number, so each learns at {@code rate * workers}: plain averaging at the rate of
   * one loses most of the accuracy. But one round bears only so much: 64 workers at 1.6 left the
   * finite numbers on 1.6 M words; on 0.8 M words, at 0.4, 0.2 and 0.1, their vectors were 3.1, 2.5
   * and 1.2 times as long as one worker's.
   */
  private static final double HIGHEST_RATE = 0.2;

  private final Word2vecSettings settings;
  private final RoundPlan plan;
  private final AliasTable drawn;
  private final Subsampling subsampling;

  /**
   * @throws PerplexException where no word of the vocabulary stands in the training split
   */
  public WorkerRound(Word2vecSettings settings, RoundPlan plan, Vocabulary vocabulary) {
    this.settings = settings;
    this.plan = plan;
    if (vocabulary.tokens()
        == vocabulary.count(Vocabulary.UNK_ID) + vocabulary.count(Vocabulary.EOS_ID)) {
      throw PerplexException.dataRefused(
          "word2vec has no word to train: none of the %d tokens of the training split is in the"
              + " vocabulary. Set vocab.min-count lower, or give more text.",
          vocabulary.tokens());
    }
    this.drawn = AliasTable.ofWords(vocabulary);
    this.subsampling = new Subsampling(vocabulary, settings.sample());
  }

  /**
   * What a round gives back.
   *
   * @param blocks the rows that it changed, cut in blocks of rows, in order
   */
  public record Result(List<RowChanges> blocks, RoundStats stats) {}

  /**
   * @param global is not changed
   * @param rowsPerBlock how many row numbers a block of the result spans
   */
  public Result run(
      SkipGramParameters global, IdStream ids, int worker, int epoch, int round, int rowsPerBlock) {
    int[] part = ids.read(plan.start(worker, round), plan.length(worker, round));
    OwnRows own = new OwnRows(global);
    RoundStats stats =
        new SkipGram(
                settings.window(),
                subsampling,
                new NegativeSampling(own, drawn, settings.negatives()))
            .train(part, rate(epoch, round), random(worker, epoch, round));
    List<RowChanges> blocks = new ArrayList<>();
    int rows = global.rows();
    for (int from = 0; from < rows; from += rowsPerBlock) {
      blocks.add(own.changes(from, Math.min(rows, from + rowsPerBlock)));
    }
    return new Result(blocks, stats);
  }

  /** The rate of each worker over the round, by the tokens that all workers have done. */
  public RateSpan rate(int epoch, int round) {
    double total = Math.max(1, plan.tokensTotal());
    return new RateSpan(
        startRate(settings),
        plan.tokensBefore(epoch, round) / total,
        plan.tokensBefore(epoch, round + 1) / total);
  }

  static double startRate(Word2vecSettings settings) {
    double highest = Math.max(settings.rate(), HIGHEST_RATE); // the user's own word stands
    return Math.min(settings.rate() * settings.workers(), highest);
  }

  private FastRandom random(int worker, int epoch, int round) {
    long number = (long) epoch * settings.roundsPerEpoch() + round;
    return new FastRandom(Seeds.of(settings.seed(), Stage.WORD2VEC, number, worker));
  }
}
