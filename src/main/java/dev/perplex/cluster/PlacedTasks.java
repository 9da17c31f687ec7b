package dev.perplex.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockManagerId;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * Stages of a few tasks that follow one another fast, each task where the one of its number ran
 * before. Spark's own {@code map} and {@code collect} are made of lambdas, whose cleaning reads
 * byte code for 50 to 100 ms a stage; an RDD class of its own and a named function need none.
 */
public final class PlacedTasks {
  private final JavaSparkContext spark;
  private List<String> executors = List.of();

  public PlacedTasks(JavaSparkContext spark) {
    this.spark = spark;
    place();
  }

  /** One piece of work, on an executor. */
  @FunctionalInterface
  public interface Work<R> extends Serializable {
    R on(int piece) throws Exception;
  }

  /**
   * Looks which executors there are. Until the next call, pieces keep to them: an executor that
   * comes later has nothing of what the others hold.
   */
  public void place() {
    List<BlockManagerId> found =
        new ArrayList<>(
            JavaConverters.seqAsJavaList(
                spark
                    .env()
                    .blockManager()
                    .master()
                    .getPeers(spark.env().blockManager().blockManagerId())));
    found.sort(
        Comparator.comparing((BlockManagerId each) -> each.executorId().length())
            .thenComparing(BlockManagerId::executorId));
    executors =
        found.stream().map(each -> "executor_" + each.host() + "_" + each.executorId()).toList();
  }

  /**
   * Runs a task for each piece; results in the order of pieces. An exception is tried again as
   * Spark is set up to.
   */
  public <R> List<R> run(int pieces, Work<R> work) {
    ClassTag<R> any = ClassTag$.MODULE$.apply(Object.class);
    RDD<R> rdd = new Pieces<>(spark, pieces, executors, work, any);
    List<R> results = new ArrayList<>(Collections.nCopies(pieces, null));
    List<Object> numbers = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      numbers.add(i);
    }
    spark
        .sc()
        .runJob(
            rdd,
            new Only<R>(),
            JavaConverters.asScalaBuffer(numbers).toList(),
            new AbstractFunction2<Object, R, scala.runtime.BoxedUnit>() {
              @Override
              public scala.runtime.BoxedUnit apply(Object piece, R result) {
                results.set((Integer) piece, result);
                return scala.runtime.BoxedUnit.UNIT;
              }
            },
            any);
    return results;
  }

  private static final class Pieces<R> extends RDD<R> {
    private static final long serialVersionUID = 1L;

    private final int pieces;
    private final String[] executors;
    private final Work<R> work;

    Pieces(
        JavaSparkContext spark, int pieces, List<String> executors, Work<R> work, ClassTag<R> tag) {
      super(
          spark.sc(), JavaConverters.asScalaBuffer(List.<org.apache.spark.Dependency<?>>of()), tag);
      this.pieces = pieces;
      this.executors = executors.toArray(String[]::new);
      this.work = work;
    }

    @Override
    public Partition[] getPartitions() {
      Partition[] partitions = new Partition[pieces];
      Arrays.setAll(partitions, Piece::new);
      return partitions;
    }

    @Override
    public Seq<String> getPreferredLocations(Partition piece) {
      return JavaConverters.asScalaBuffer(
          executors.length == 0
              ? List.<String>of()
              : List.of(executors[piece.index() % executors.length]));
    }

    @Override
    public Iterator<R> compute(Partition piece, TaskContext context) {
      try {
        return JavaConverters.asScalaIterator(List.of(work.on(piece.index())).iterator());
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Piece implements Partition {
    private static final long serialVersionUID = 1L;

    private final int index;

    Piece(int index) {
      this.index = index;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public int hashCode() {
      return index;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Piece that && that.index == index;
    }

    /** What Scala makes of a trait's call of its super; javac does not see that it overrides. */
    @SuppressWarnings({"unused", "MethodName"})
    public boolean org$apache$spark$Partition$$super$equals(Object other) {
      return super.equals(other);
    }
  }

  private static final class Only<R> extends AbstractFunction2<TaskContext, Iterator<R>, R>
      implements Function2<TaskContext, Iterator<R>, R>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public R apply(TaskContext context, Iterator<R> results) {
      return results.next();
    }
  }
}
