package dev.perplex.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShardedMergeIT {
  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static PartChange change(int part, int worker, String text) {
    return new PartChange(part, worker, new byte[0], text.getBytes(StandardCharsets.UTF_8));
  }

  private static float number(PartChange change) {
    return Float.parseFloat(new String(change.change(), StandardCharsets.UTF_8));
  }

  private static List<PartChange> changes(int parts, int workers) {
    List<PartChange> changes = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      for (int worker = 0; worker < workers; worker++) {
        changes.add(change(part, worker, part + ":" + worker));
      }
    }
    return changes;
  }

  private static String joined(int part, Iterator<PartChange> inWorkerOrder) {
    StringBuilder all = new StringBuilder("part " + part);
    inWorkerOrder.forEachRemaining(
        change -> all.append(' ').append(new String(change.change(), StandardCharsets.UTF_8)));
    return all.toString();
  }

  private static List<String> merge(List<PartChange> changes, int parts, int slices) {
    return merge(changes, parts, slices, ShardedMergeIT::joined);
  }

  private static <M> List<M> merge(
      List<PartChange> changes, int parts, int slices, ShardedMerge.Work<M> work) {
    List<List<PartChange>> dealt = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      List<PartChange> hand = new ArrayList<>();
      for (int i = slice; i < changes.size(); i += slices) {
        hand.add(changes.get(i));
      }
      dealt.add(hand);
    }
    return ShardedMerge.merge(spark, slices, slice -> dealt.get(slice).iterator(), parts, work);
  }

  @Test
  void partsComeInOrderAndTheirChangesInTheOrderOfWorkers() {
    List<PartChange> shuffled = changes(13, 12);
    Collections.shuffle(shuffled, new Random(4));
    for (int slices : new int[] {1, 5, 40}) {
      List<String> merged = merge(shuffled, 13, slices);
      assertThat(merged).hasSize(13);
      assertThat(merged.get(0)).startsWith("part 0 0:0 0:1 0:2 ").endsWith(" 0:10 0:11");
      assertThat(merged.get(12)).startsWith("part 12 12:0 12:1 ").endsWith(" 12:11");
    }
  }

  /** Where many workers' changes are more than memory holds; here Spark is told that three are. */
  @Test
  void changesThatWaitOnDiskComeInOrderToo() {
    List<PartChange> shuffled = changes(2, 40);
    Collections.shuffle(shuffled, new Random(6));
    List<String> inMemory = merge(shuffled, 2, 8);
    SparkConf conf = SparkEnv.get().conf();
    conf.set("spark.shuffle.spill.numElementsForceSpillThreshold", "3");
    try {
      assertThat(merge(shuffled, 2, 8)).isEqualTo(inMemory);
    } finally {
      conf.remove("spark.shuffle.spill.numElementsForceSpillThreshold");
    }
  }

  @Test
  void sumsOfFloatsHaveTheSameBitsHoweverTheChangesLie() {
    List<PartChange> changes = new ArrayList<>();
    Random random = new Random(5);
    for (int worker = 0; worker < 200; worker++) {
      changes.add(change(0, worker, Float.toString(random.nextFloat() - 0.5f)));
    }
    List<Integer> bits = new ArrayList<>();
    float shuffledSum = 0;
    for (int trial = 0; trial < 5; trial++) {
      Collections.shuffle(changes, random);
      shuffledSum = 0;
      for (PartChange change : changes) {
        shuffledSum += number(change);
      }
      float sum = merge(changes, 1, 7, ShardedMergeIT::sum).get(0);
      bits.add(Float.floatToIntBits(sum));
    }
    assertThat(bits).containsOnly(bits.get(0));
    // The order is what makes the bits: by chance of the seed, this one has others.
    assertThat(Float.floatToIntBits(shuffledSum)).isNotEqualTo(bits.get(0));
  }

  private static Float sum(int part, Iterator<PartChange> inWorkerOrder) {
    float sum = 0;
    while (inWorkerOrder.hasNext()) {
      sum += number(inWorkerOrder.next());
    }
    return sum;
  }

  @Test
  void oneWorkerAndOnePart() {
    assertThat(merge(changes(1, 1), 1, 1)).containsExactly("part 0 0:0");
  }

  @Test
  void aWorkerThatChangesAPartTwiceIsAFault() {
    List<PartChange> twice = changes(2, 2);
    twice.add(change(1, 0, "again"));
    assertThatThrownBy(() -> merge(twice, 2, 2))
        .hasMessageContaining("worker 0 changed part 1 twice");
  }

  @Test
  void aPartThatNobodySentIsAFault() {
    assertThatThrownBy(() -> merge(changes(2, 2), 3, 2))
        .hasMessageContaining("no worker sent a change of this part");
  }

  /** Fails at its first try only where a task may be tried again; here it may not. */
  private static final class Failing implements ShardedMerge.Work<String>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public String merge(int part, Iterator<PartChange> inWorkerOrder) throws Exception {
      throw new java.io.IOException("the disk of part " + part);
    }
  }

  @Test
  void aReducersErrorReachesTheDriver() {
    assertThatThrownBy(() -> merge(changes(1, 1), 1, 1, new Failing()))
        .hasMessageContaining("the disk of part 0");
  }

  @Test
  void whatTheShuffleWroteIsRemoved() {
    long before = blocks();
    for (int round = 0; round < 5; round++) {
      merge(changes(3, 3), 3, 3);
    }
    assertThat(blocks()).isEqualTo(before);
  }

  private static long blocks() {
    return spark.env().mapOutputTracker() instanceof org.apache.spark.MapOutputTrackerMaster master
        ? master.shuffleStatuses().size()
        : -1;
  }
}
