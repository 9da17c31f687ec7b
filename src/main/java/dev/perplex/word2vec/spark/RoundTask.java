package dev.perplex.word2vec.spark;

import dev.perplex.cluster.BlockChange;
import dev.perplex.vocab.IdStream;
import dev.perplex.word2vec.RoundStats;
import dev.perplex.word2vec.SkipGramParameters;
import dev.perplex.word2vec.WorkerRound;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/** One worker's round as a Spark task: from the worker's number to its changes, block by block. */
final class RoundTask implements FlatMapFunction<Integer, BlockChange<Contribution>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<WorkerRound> work;
  private final Broadcast<SkipGramParameters> global;
  private final IdStream ids;
  private final int epoch;
  private final int round;
  private final int rowsPerBlock;

  RoundTask(
      Broadcast<WorkerRound> work,
      Broadcast<SkipGramParameters> global,
      IdStream ids,
      int epoch,
      int round,
      int rowsPerBlock) {
    this.work = work;
    this.global = global;
    this.ids = ids;
    this.epoch = epoch;
    this.round = round;
    this.rowsPerBlock = rowsPerBlock;
  }

  @Override
  public Iterator<BlockChange<Contribution>> call(Integer worker) {
    WorkerRound.Result result =
        work.value().run(global.value(), ids, worker, epoch, round, rowsPerBlock);
    List<BlockChange<Contribution>> changes = new ArrayList<>();
    for (int block = 0; block < result.blocks().size(); block++) {
      RoundStats stats = block == 0 ? result.stats() : RoundStats.NONE;
      changes.add(
          new BlockChange<>(block, worker, new Contribution(result.blocks().get(block), stats)));
    }
    return changes.iterator();
  }
}
