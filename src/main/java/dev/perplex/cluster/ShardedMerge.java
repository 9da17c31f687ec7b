package dev.perplex.cluster;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/**
 * The sharded merge: the changes that workers made to one part of the parameters meet in one
 * reducer, which takes them in the order of workers, one after another. So the result does not
 * depend on the number of executors, on which task ended first, or on tasks that ran twice; and a
 * reducer needs memory for one part, however many workers there are.
 */
public final class ShardedMerge {
  private ShardedMerge() {}

  /** Merges one part; runs on an executor. */
  @FunctionalInterface
  public interface Work<C, M> extends Serializable {
    /**
     * @param inWorkerOrder the changes of this part; not changed
     */
    M merge(int part, Iterator<C> inWorkerOrder) throws Exception;
  }

  /**
   * Merges, and brings what the work returns to the driver: small things, such as where the part
   * was stored. What the shuffle left on disks is removed at once: a training has hundreds of
   * rounds, and Spark itself removes shuffles only after a garbage collection on the driver happens
   * to find them.
   *
   * @param changes exactly one of each worker and part
   * @return by part
   */
  public static <C, M> List<M> merge(JavaRDD<PartChange<C>> changes, int parts, Work<C, M> work) {
    JavaPairRDD<Long, C> byPart =
        changes
            .mapToPair(
                change ->
                    new Tuple2<>((long) change.part() << 32 | change.worker(), change.change()))
            .repartitionAndSortWithinPartitions(new ByPart(parts));
    JavaRDD<M> merged = byPart.mapPartitions(new EachPart<>(work));
    try {
      return merged.collect();
    } finally {
      merged.rdd().cleanShuffleDependencies(false);
    }
  }

  private static final class ByPart extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int parts;

    ByPart(int parts) {
      this.parts = parts;
    }

    @Override
    public int numPartitions() {
      return parts;
    }

    @Override
    public int getPartition(Object key) {
      return (int) ((Long) key >>> 32);
    }
  }

  private static final class EachPart<C, M>
      implements FlatMapFunction<Iterator<Tuple2<Long, C>>, M> {
    private static final long serialVersionUID = 1L;

    private final Work<C, M> work;

    EachPart(Work<C, M> work) {
      this.work = work;
    }

    @Override
    public Iterator<M> call(Iterator<Tuple2<Long, C>> sorted) throws Exception {
      if (!sorted.hasNext()) {
        throw new NoSuchElementException("no worker sent a change of this part");
      }
      Tuple2<Long, C> first = sorted.next();
      Changes<C> changes = new Changes<>(first, sorted);
      return List.of(work.merge((int) (first._1() >>> 32), changes)).iterator();
    }
  }

  /** Changes in the order of workers; one worker twice is a fault of the caller. */
  private static final class Changes<C> implements Iterator<C> {
    private final Iterator<Tuple2<Long, C>> sorted;
    private Tuple2<Long, C> next;

    Changes(Tuple2<Long, C> first, Iterator<Tuple2<Long, C>> sorted) {
      this.next = first;
      this.sorted = sorted;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public C next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      Tuple2<Long, C> now = next;
      next = sorted.hasNext() ? sorted.next() : null;
      if (next != null && next._1().equals(now._1())) {
        throw new IllegalArgumentException(
            "worker %d changed part %d twice".formatted((int) (long) now._1(), now._1() >>> 32));
      }
      return now._2();
    }
  }
}
