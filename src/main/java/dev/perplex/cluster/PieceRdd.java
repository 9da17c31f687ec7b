package dev.perplex.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * A partition for each piece of work, which carries its own piece alone. What {@code parallelize},
 * {@code map} and {@code collect} would be put together for is made of lambdas, and Spark reads the
 * byte code of a lambda's surroundings for each stage anew: 50 to 100 ms, which rounds of a second
 * or two notice.
 */
class PieceRdd<P, T> extends RDD<T> {
  private static final long serialVersionUID = 1L;

  private final transient List<P> pieces; // which stay on the driver
  private final Work<P, T> work;

  PieceRdd(JavaSparkContext spark, List<P> pieces, Work<P, T> work) {
    super(spark.sc(), JavaConverters.asScalaBuffer(List.<Dependency<?>>of()), tag());
    this.pieces = pieces;
    this.work = work;
  }

  /** One piece of work, on an executor. */
  @FunctionalInterface
  interface Work<P, T> extends Serializable {
    Iterator<T> on(P piece) throws Exception;
  }

  /** Pieces that are known by their numbers alone. */
  static List<Integer> numbers(int pieces) {
    return IntStream.range(0, pieces).boxed().toList();
  }

  /** The tag of any class: Java has none of its own to give. */
  static <T> ClassTag<T> tag() {
    return ClassTag$.MODULE$.apply(Object.class);
  }

  /** What all pieces gave, in the order of pieces; the action that a stage runs for. */
  List<T> results() {
    List<List<T>> byPiece = new ArrayList<>(Collections.nCopies(pieces.size(), List.of()));
    sparkContext()
        .runJob(
            this,
            new AllOf<T>(),
            new AbstractFunction2<Object, List<T>, BoxedUnit>() {
              @Override
              public BoxedUnit apply(Object piece, List<T> results) {
                byPiece.set((Integer) piece, results);
                return BoxedUnit.UNIT;
              }
            },
            tag());
    return byPiece.stream().flatMap(List::stream).toList();
  }

  private static final class AllOf<T>
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<T>, List<T>>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public List<T> apply(TaskContext context, scala.collection.Iterator<T> results) {
      List<T> all = new ArrayList<>();
      JavaConverters.asJavaIterator(results).forEachRemaining(all::add);
      return all;
    }
  }

  @Override
  public final Partition[] getPartitions() {
    Partition[] partitions = new Partition[pieces.size()];
    Arrays.setAll(partitions, index -> new Piece(index, pieces.get(index)));
    return partitions;
  }

  @Override
  @SuppressWarnings("unchecked") // the partitions are those of getPartitions
  public final scala.collection.Iterator<T> compute(Partition piece, TaskContext context) {
    try {
      return JavaConverters.asScalaIterator(work.on((P) ((Piece) piece).content));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Piece implements Partition {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final Object content;

    Piece(int index, Object content) {
      this.index = index;
      this.content = content;
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
}
