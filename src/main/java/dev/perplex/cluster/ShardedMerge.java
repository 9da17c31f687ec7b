package dev.perplex.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.ShuffledRDD;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.math.Ordering$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The sharded merge: the changes that workers made to one part of the parameters meet in one
 * reducer, which takes them in the order of workers, one after another. So the result does not
 * depend on the number of executors, on which task ended first, or on tasks that ran twice. All
 * workers' changes of a part wait in Spark's sorter for their turn; it moves them to disk where
 * they are more than its share of the heap.
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

  /** What one worker changed; runs on an executor. */
  @FunctionalInterface
  public interface Worker extends Serializable {
    /** Exactly one change of each part. */
    Iterator<PartChange> changes(int worker) throws Exception;
  }

  /**
   * Has the workers work, merges, and brings what the merge returns to the driver: small things,
   * such as where the part was stored. What the shuffle left on disks is removed at once: a
   * training has hundreds of rounds, and Spark itself removes shuffles only after a garbage
   * collection on the driver happens to find them.
   *
   * @return by part
   */
  public static <M> List<M> merge(
      JavaSparkContext spark, int workers, Worker worker, int parts, Work<M> work) {
    ClassTag<Long> keys = ClassTag$.MODULE$.apply(Long.class);
    ClassTag<PartChange> values = ClassTag$.MODULE$.apply(PartChange.class);
    ShuffledRDD<Long, PartChange, PartChange> byPart =
        new ShuffledRDD<Long, PartChange, PartChange>(
                new PieceRdd<>(spark, PieceRdd.numbers(workers), new Keyed(worker)),
                new ByPart(parts),
                keys,
                values,
                values)
            .setSerializer(new ChangeSerializer())
            .setKeyOrdering(
                Ordering$.MODULE$.comparatorToOrdering(Comparator.<Long>naturalOrder()));
    List<M> merged = new ArrayList<>(Collections.nCopies(parts, null));
    try {
      spark
          .sc()
          .runJob(
              byPart,
              new EachPart<>(work),
              new AbstractFunction2<Object, M, BoxedUnit>() {
                @Override
                public BoxedUnit apply(Object part, M result) {
                  merged.set((Integer) part, result);
                  return BoxedUnit.UNIT;
                }
              },
              PieceRdd.tag());
      return merged;
    } finally {
      byPart.cleanShuffleDependencies(false);
    }
  }

  private static final class Keyed implements PieceRdd.Work<Integer, Tuple2<Long, PartChange>> {
    private static final long serialVersionUID = 1L;

    private final Worker worker;

    Keyed(Worker worker) {
      this.worker = worker;
    }

    @Override
    public Iterator<Tuple2<Long, PartChange>> on(Integer number) throws Exception {
      Iterator<PartChange> changes = worker.changes(number);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return changes.hasNext();
        }

        @Override
        public Tuple2<Long, PartChange> next() {
          PartChange change = changes.next();
          return new Tuple2<>((long) change.part() << 32 | change.worker(), change);
        }
      };
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
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<Tuple2<Long, PartChange>>, M>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Work<M> work;

    EachPart(Work<M> work) {
      this.work = work;
    }

    @Override
    public M apply(
        TaskContext context, scala.collection.Iterator<Tuple2<Long, PartChange>> partition) {
      Iterator<Tuple2<Long, PartChange>> sorted = JavaConverters.asJavaIterator(partition);
      if (!sorted.hasNext()) {
        throw new NoSuchElementException("no worker sent a change of this part");
      }
      PartChange first = sorted.next()._2();
      try {
        return work.merge(first.part(), new Changes(first, sorted));
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
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
