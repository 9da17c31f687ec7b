package dev.perplex.word2vec;

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

  private final Word2vecSettings settings;
  private final RoundPlan plan;
  private final AliasTable drawn;
  private final Subsampling subsampling;

  /**
   * @param vocabulary with at least one word that stands in the training split
   */
  public WorkerRound(Word2vecSettings settings, RoundPlan plan, Vocabulary vocabulary) {
    this.settings = settings;
    this.plan = plan;
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
        WorkerRate.start(settings),
        plan.tokensBefore(epoch, round) / total,
        plan.tokensBefore(epoch, round + 1) / total);
  }

  private FastRandom random(int worker, int epoch, int round) {
    long number = (long) epoch * settings.roundsPerEpoch() + round;
    return new FastRandom(Seeds.of(settings.seed(), Stage.WORD2VEC, number, worker));
  }
}
