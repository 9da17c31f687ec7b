package dev.perplex.lm.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartMergeTest {
  private static final List<Tensor> SHAPE = List.of(new Tensor("t", 3, 2));
  private static final PartLayout LAYOUT = PartLayout.of(SHAPE, 1);

  private static PartMerge.Weighted change(double share, float[] values, boolean... rows) {
    byte[] bytes =
        new PartCodec(LAYOUT, 0, Wire.FP32)
            .write(values, new boolean[][] {rows.length == 0 ? null : rows}, null);
    return new PartMerge.Weighted(ByteBuffer.wrap(bytes), share);
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
    merge.apply(0, ByteBuffer.wrap(merged.step()), List.of(values));
    assertThat(values.values()).containsExactly(10.75f, 0, 7, 0, 6, 0);
    assertThat(merged.after().momentum()).containsExactly(1, 0, 0, 0, 8, 0);

    PartMerge.Merged rest =
        merge.merge(0, List.of(change(1, new float[6])).iterator(), merged.after(), null);
    merge.apply(0, ByteBuffer.wrap(rest.step()), List.of(values));
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
      merge.apply(0, ByteBuffer.wrap(merged.step()), List.of(values));
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
