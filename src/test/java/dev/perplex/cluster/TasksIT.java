package dev.perplex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TasksIT {
  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** More pieces than tasks: each is worked on once, in the order of the pieces. */
  @Test
  void resultsComeInTheOrderOfThePieces() {
    List<Integer> pieces = IntStream.range(0, 12_345).boxed().toList();
    List<Integer> squares =
        new Tasks(spark)
            .run(
                "squares",
                pieces,
                pieces.size(),
                "pieces",
                Progress.silent(),
                (piece, done) -> piece * piece);
    assertThat(squares).isEqualTo(pieces.stream().map(piece -> piece * piece).toList());
    assertThat(
            new Tasks(spark)
                .run("none", List.of(), 0, "pieces", Progress.silent(), (piece, done) -> piece))
        .isEmpty();
  }

  /** What all tasks carry does not grow with the pieces, each of which travels with its task. */
  @Test
  void aTaskCarriesItsOwnPieceAlone() {
    assertThat(carried(3_000)).isBetween(1, carried(3) + 100);
  }

  private static int carried(int pieces) {
    List<String> texts =
        new ArrayList<>(Collections.nCopies(pieces, "a piece of some length, such as a path"));
    PieceRdd<String, String> rdd = new PieceRdd<>(spark, texts, piece -> List.of(piece).iterator());
    assertThat(rdd.results()).isEqualTo(texts);
    return spark.env().closureSerializer().newInstance().serialize(rdd, PieceRdd.tag()).limit();
  }

  /** Many small parts are not shuffled in the square of their number, and few large ones are. */
  @Test
  void shufflesAreCutByTheWork() {
    assertThat(Shuffles.partitions(spark, 500, 1_000, 1_000_000)).isEqualTo(2); // a core each
    assertThat(Shuffles.partitions(spark, 500, 12_500_000, 1_000_000)).isEqualTo(13);
    assertThat(Shuffles.partitions(spark, 500, 1_000_000_000, 1_000_000)).isEqualTo(500);
    assertThat(Shuffles.partitions(spark, 1, 1_000_000_000, 1_000_000)).isEqualTo(1);
    assertThat(Shuffles.partitions(spark, 0, 0, 1_000_000)).isEqualTo(1);
  }
}
