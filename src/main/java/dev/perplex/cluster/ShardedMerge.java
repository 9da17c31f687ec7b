package dev.perplex.cluster;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import scala.Tuple2;
import scala.math.Ordering$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

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
  public interface Work<M> extends Serializable {
    /**
     * @param inWorkerOrder the changes of this part
     */
    M merge(int part, Iterator<PartChange> inWorkerOrder) throws Exception;
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
  public static <M> List<M> merge(JavaRDD<PartChange> changes, int parts, Work<M> work) {
    JavaPairRDD<Long, PartChange> keyed =
        changes.mapToPair(
            change -> new Tuple2<>((long) change.part() << 32 | change.worker(), change));
    ClassTag<Long> keys = ClassTag$.MODULE$.apply(Long.class);
    ClassTag<PartChange> values = ClassTag$.MODULE$.apply(PartChange.class);
    RDD<Tuple2<Long, PartChange>> byPart =
        new ShuffledRDD<Long, PartChange, PartChange>(
                keyed.rdd(), new ByPart(parts), keys, values, values)
            .setSerializer(new ChangeSerializer())
            .setKeyOrdering(
                Ordering$.MODULE$.comparatorToOrdering(Comparator.<Long>naturalOrder()));
    ClassTag<Tuple2<Long, PartChange>> pairs = ClassTag$.MODULE$.apply(Tuple2.class);
    JavaRDD<M> merged = new JavaRDD<>(byPart, pairs).mapPartitions(new EachPart<>(work));
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

  private static final class EachPart<M>
      implements FlatMapFunction<Iterator<Tuple2<Long, PartChange>>, M> {
    private static final long serialVersionUID = 1L;

    private final Work<M> work;

    EachPart(Work<M> work) {
      this.work = work;
    }

    @Override
    public Iterator<M> call(Iterator<Tuple2<Long, PartChange>> sorted) throws Exception {
      if (!sorted.hasNext()) {
        throw new NoSuchElementException("no worker sent a change of this part");
      }
      PartChange first = sorted.next()._2();
      return List.of(work.merge(first.part(), new Changes(first, sorted))).iterator();
    }
  }

  /** Changes in the order of workers; one worker twice is a fault of the caller. */
  private static final class Changes implements Iterator<PartChange> {
    private final Iterator<Tuple2<Long, PartChange>> sorted;
    private PartChange next;

    Changes(PartChange first, Iterator<Tuple2<Long, PartChange>> sorted) {
      this.next = first;
      this.sorted = sorted;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public PartChange next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      PartChange now = next;
      next = sorted.hasNext() ? sorted.next()._2() : null;
      if (next != null && next.worker() == now.worker()) {
        throw new IllegalArgumentException(
            "worker %d changed part %d twice".formatted(now.worker(), now.part()));
      }
      return now;
    }
  }
}
