package dev.perplex.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BlockMergeIT {
  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[2]")
                .setAppName("block-merge")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static List<BlockChange<String>> changes(int blocks, int workers) {
    List<BlockChange<String>> changes = new ArrayList<>();
    for (int block = 0; block < blocks; block++) {
      for (int worker = 0; worker < workers; worker++) {
        changes.add(new BlockChange<>(block, worker, block + ":" + worker));
      }
    }
    return changes;
  }

  @Test
  void blocksComeInOrderAndTheirChangesInTheOrderOfWorkers() {
    List<BlockChange<String>> shuffled = changes(13, 12);
    Collections.shuffle(shuffled, new Random(4));
    for (int reducers : new int[] {1, 3, 20}) {
      List<String> merged =
          BlockMerge.merge(spark.parallelize(shuffled, 5), reducers, all -> String.join(" ", all));
      assertThat(merged).hasSize(13);
      assertThat(merged.get(0)).startsWith("0:0 0:1 0:2 ").endsWith(" 0:10 0:11");
      assertThat(merged.get(12)).startsWith("12:0 12:1 ");
    }
  }

  @Test
  void aWorkerThatChangesABlockTwiceIsAFault() {
    List<BlockChange<String>> twice = changes(2, 2);
    twice.add(new BlockChange<>(1, 0, "again"));
    assertThatThrownBy(
            () -> BlockMerge.merge(spark.parallelize(twice, 2), 2, all -> String.join(" ", all)))
        .hasMessageContaining("worker 0 changed block 1 twice");
  }

  @Test
  void nothingMergesToNothing() {
    List<BlockChange<String>> none = List.of();
    assertThat(BlockMerge.merge(spark.parallelize(none, 2), 2, all -> String.join(" ", all)))
        .isEmpty();
  }
}
