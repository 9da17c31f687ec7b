package dev.perplex.lm.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartMergeTest {
  private static final List<Tensor> SHAPE = List.of(new Tensor("t", 3, 2));
  private static final PartLayout LAYOUT = PartLayout.of(SHAPE, 1);

  private static PartMerge.Weighted change(double share, float[] values, boolean... rows) {
    byte[] bytes =
        new PartCodec(LAYOUT, 0, Wire.FP32)
            .write(values, new boolean[][] {rows.length == 0 ? null : rows}, null);
    return new PartMerge.Weighted(Content.of(bytes), share);
  }

  /**
   * By hand, shares .25 and .75, rate .5, momentum .5. First round: mean change of the first number
   * .25 * 4 + .75 * 0 = 1 (the second worker does not send its row), m = 1, step = .5 * (1 + .5 *
   * 1) = .75. Second round: no change, m = .5, step = .5 * (0 + .5 * .5) = .125.
   */
  @Test
  void theOuterStepIsNesterovs() {
    PartMerge merge = new PartMerge(LAYOUT, new OuterSettings(0.5, 0.5), Wire.FP32, false);
    PartMerge.Weighted first = change(0.25, new float[] {4, 0, 0, 0, 8, 0});
    PartMerge.Weighted second = change(0.75, new float[] {99, 99, 0, 0, 8, 0}, false, false, true);
    PartMerge.Merged merged =
        merge.merge(0, List.of(first, second).iterator(), PartState.START, null);
    Tensor values = new Tensor("t", 3, 2);
    values.values()[0] = 10;
    values.values()[2] = 7;
    merge.apply(0, Content.of(merged.step()), List.of(values));
    assertThat(values.values()).containsExactly(10.75f, 0, 7, 0, 6, 0);
    assertThat(merged.after().momentum()).containsExactly(1, 0, 0, 0, 8, 0);

    PartMerge.Merged rest =
        merge.merge(0, List.of(change(1, new float[6])).iterator(), merged.after(), null);
    merge.apply(0, Content.of(rest.step()), List.of(values));
    assertThat(values.values()).containsExactly(10.875f, 0, 7, 0, 7, 0);
    assertThat(merged.after().momentum()).as("inputs do not change").startsWith(1);
  }

  @Test
  void theMeanOfParametersIsOverRounds() {
    PartMerge merge = new PartMerge(LAYOUT, new OuterSettings(1, 0), Wire.FP32, false);
    Tensor values = new Tensor("t", 3, 2);
    PartState state = PartState.START;
    for (int round = 0; round < 4; round++) {
      PartMerge.Weighted change = change(1, new float[] {round, 1, 0, 0, 0, 0});
      PartMerge.Merged merged = merge.merge(0, List.of(change).iterator(), state, List.of(values));
      merge.apply(0, Content.of(merged.step()), List.of(values));
      state = merged.after();
    }
    // After the rounds: 0, 1, 3, 6 and 1, 2, 3, 4.
    assertThat(values.values()).startsWith(6, 4);
    assertThat(state.average()).startsWith(2.5f, 2.5f);
    assertThat(state.averaged()).isEqualTo(4);
    PartState.Stored stored = PartState.fromBytes(state.toBytes(values.values()));
    assertThat(stored.parameters()).isEqualTo(values.values());
    assertThat(stored.state().average()).isEqualTo(state.average());
    assertThat(stored.state().averaged()).isEqualTo(4);
    assertThat(stored.state().momentum()).isNull();
  }

  /** Executors that merge themselves come to what a merging task and a taken step come to. */
  @Test
  void takingIsMergingAndApplying() {
    List<Tensor> shape = List.of(new Tensor("a", 5, 3), new Tensor("b", 1, 7));
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 40; trial++) {
      Wire wire = trial % 2 == 0 ? Wire.FP32 : Wire.FP16;
      OuterSettings outer = new OuterSettings(0.9, trial % 4 < 2 ? 0.5 : 0);
      boolean mean = trial % 3 == 0;
      PartLayout layout = PartLayout.of(shape, 2);
      PartMerge merge = new PartMerge(layout, outer, wire, false);
      List<Tensor> apart = values(shape, random);
      List<Tensor> atOnce = copies(apart);
      for (int part = 0; part < 2; part++) {
        PartState before = PartState.START;
        PartState beforeAtOnce = PartState.START;
        for (int round = 0; round < 3; round++) {
          List<PartMerge.Weighted> changes = new ArrayList<>();
          for (double share : new double[] {0.25, 0.75}) {
            changes.add(new PartMerge.Weighted(some(layout, part, wire, random), share));
          }
          PartMerge.Merged merged =
              merge.merge(part, changes.iterator(), before, mean ? apart : null);
          merge.apply(part, Content.of(merged.step()), apart);
          before = merged.after();
          beforeAtOnce = merge.take(part, changes.iterator(), beforeAtOnce, atOnce, mean);
          for (int i = 0; i < shape.size(); i++) {
            assertThat(bits(atOnce.get(i))).isEqualTo(bits(apart.get(i)));
          }
          assertThat(beforeAtOnce.toBytes(new float[0])).isEqualTo(before.toBytes(new float[0]));
        }
      }
    }
  }

  private static List<Tensor> values(List<Tensor> shape, SplittableRandom random) {
    List<Tensor> tensors = copies(shape);
    for (Tensor tensor : tensors) {
      for (int i = 0; i < tensor.values().length; i++) {
        // -0 tells a row that was left alone from one that zero was added to.
        tensor.values()[i] = random.nextInt(3) == 0 ? -0f : (float) random.nextDouble(-1, 1);
      }
    }
    return tensors;
  }

  private static List<Tensor> copies(List<Tensor> tensors) {
    List<Tensor> copies = new ArrayList<>();
    for (Tensor tensor : tensors) {
      Tensor copy = new Tensor(tensor.name(), tensor.rows(), tensor.columns());
      System.arraycopy(tensor.values(), 0, copy.values(), 0, copy.values().length);
      copies.add(copy);
    }
    return copies;
  }

  private static int[] bits(Tensor tensor) {
    int[] bits = new int[tensor.values().length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(tensor.values()[i]));
    return bits;
  }

  /** A change of some rows. */
  private static Content some(PartLayout layout, int part, Wire wire, SplittableRandom random) {
    boolean[][] rows = new boolean[layout.blocks(part).size()][];
    for (int block = 0; block < rows.length; block++) {
      rows[block] = new boolean[layout.blocks(part).get(block).rows()];
      for (int row = 0; row < rows[block].length; row++) {
        rows[block][row] = random.nextInt(2) == 0;
      }
    }
    float[] values = new float[layout.length(part)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return Content.of(new PartCodec(layout, part, wire).write(values, rows, null));
  }

  @Test
  void valuesOfSeveralWorkersAreAFault() {
    PartMerge merge = new PartMerge(LAYOUT, new OuterSettings(1, 0), Wire.FP32, true);
    List<PartMerge.Weighted> two = List.of(change(0.5, new float[6]), change(0.5, new float[6]));
    assertThatThrownBy(() -> merge.merge(0, two.iterator(), PartState.START, null))
        .hasMessage("values of several workers cannot be passed on");
  }

  @Test
  void partsCoverAllRowsOnceAndAreAboutEqual() {
    List<Tensor> tensors =
        List.of(new Tensor("a", 100, 7), new Tensor("b", 1, 90), new Tensor("c", 33, 11));
    int total = 700 + 90 + 363;
    for (int parts = 1; parts < 20; parts++) {
      PartLayout layout = PartLayout.of(tensors, parts);
      assertThat(layout.parts()).isEqualTo(parts);
      int sum = 0;
      for (int part = 0; part < parts; part++) {
        int length = layout.length(part);
        sum += length;
        assertThat(length).isBetween(0, total / parts + 91);
        float[] ones = new float[length];
        java.util.Arrays.fill(ones, 1);
        List<Tensor> copy =
            tensors.stream().map(t -> new Tensor(t.name(), t.rows(), t.columns())).toList();
        layout.scatter(part, ones, copy);
        assertThat(layout.gather(part, copy)).isEqualTo(ones);
      }
      assertThat(sum).isEqualTo(total);
    }
    assertThat(PartLayout.parts(4_000_000, 2)).isEqualTo(2);
    assertThat(PartLayout.parts(1000, 8)).isEqualTo(1);
    assertThat(PartLayout.parts(100_000_000, 2)).isEqualTo(12);
  }
}
