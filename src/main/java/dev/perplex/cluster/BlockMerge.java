package dev.perplex.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.PairFunction;
import scala.Tuple2;

/**
 * The sharded merge: the changes that workers made to one block of the parameters meet in one
 * reducer, which merges them in the order of workers. So the result does not depend on the number
 * of executors, on which task ended first, or on tasks that ran twice.
 */
public final class BlockMerge {
  private BlockMerge() {}

  /**
   * Merges and brings the merged blocks to the driver. What the shuffle left on disks is removed at
   * once: a training has hundreds of rounds, and Spark itself removes shuffles only after a garbage
   * collection on the driver happens to find them.
   *
   * @param changes at most one of each worker and block
   * @param reducers how many partitions share the blocks; has no influence on results
   * @param merge makes one block of its changes, which come in the order of workers; must not
   *     change them
   * @return the merged blocks, in order
   */
  public static <C, M> List<M> merge(
      JavaRDD<BlockChange<C>> changes, int reducers, Function<List<C>, M> merge) {
    JavaPairRDD<Integer, M> merged =
        changes
            .mapToPair(new ByBlock<C>())
            .groupByKey(new HashPartitioner(reducers))
            .mapValues(new InWorkerOrder<>(merge));
    try {
      List<Tuple2<Integer, M>> blocks = new ArrayList<>(merged.collect());
      blocks.sort(Comparator.comparing(Tuple2::_1));
      return blocks.stream().map(Tuple2::_2).toList();
    } finally {
      merged.rdd().cleanShuffleDependencies(false);
    }
  }

  private static final class ByBlock<C>
      implements PairFunction<BlockChange<C>, Integer, BlockChange<C>> {
    private static final long serialVersionUID = 1L;

    @Override
    public Tuple2<Integer, BlockChange<C>> call(BlockChange<C> change) {
      return new Tuple2<>(change.block(), change);
    }
  }

  private static final class InWorkerOrder<C, M> implements Function<Iterable<BlockChange<C>>, M> {
    private static final long serialVersionUID = 1L;

    private final Function<List<C>, M> merge;

    InWorkerOrder(Function<List<C>, M> merge) {
      this.merge = merge;
    }

    @Override
    public M call(Iterable<BlockChange<C>> changes) throws Exception {
      List<BlockChange<C>> inOrder = new ArrayList<>();
      changes.forEach(inOrder::add);
      inOrder.sort(Comparator.comparingInt(BlockChange::worker));
      for (int i = 1; i < inOrder.size(); i++) {
        if (inOrder.get(i).worker() == inOrder.get(i - 1).worker()) {
          throw new IllegalArgumentException(
              "worker %d changed block %d twice"
                  .formatted(inOrder.get(i).worker(), inOrder.get(i).block()));
        }
      }
      return merge.call(inOrder.stream().map(BlockChange::change).toList());
    }
  }
}
