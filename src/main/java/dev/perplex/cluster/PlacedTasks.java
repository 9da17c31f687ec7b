package dev.perplex.cluster;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockManagerId;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Stages of a few tasks that follow one another fast, each task where the one of its number ran
 * before. See {@link PieceRdd} for why they are no {@code map} and {@code collect}.
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
    return new Placed<>(spark, pieces, executors, work).results();
  }

  private static final class Placed<R> extends PieceRdd<Integer, R> {
    private static final long serialVersionUID = 1L;

    private final String[] executors;

    Placed(JavaSparkContext spark, int pieces, List<String> executors, PlacedTasks.Work<R> work) {
      super(spark, numbers(pieces), piece -> List.of(work.on(piece)).iterator());
      this.executors = executors.toArray(String[]::new);
    }

    @Override
    public Seq<String> getPreferredLocations(Partition piece) {
      return JavaConverters.asScalaBuffer(
          executors.length == 0
              ? List.<String>of()
              : List.of(executors[piece.index() % executors.length]));
    }
  }
}
