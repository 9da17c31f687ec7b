package dev.perplex.lm.rounds;

import dev.perplex.kernel.RoundKernel;
import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.PartLayout.Block;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The merge of one part: a pure function of the workers' changes, in the order of workers, and the
 * part's state. What it gives is the step that each holder of the parameters then takes. Serves one
 * thread.
 */
public final class PartMerge {
  private static final RoundKernel KERNEL = RoundKernel.fastest();

  private final PartLayout layout;
  private final float rate;
  private final float mu;
  private final Wire wire;
  private final boolean whole;

  /**
   * @param whole whether workers give values instead of changes, as a single worker may
   */
  public PartMerge(PartLayout layout, OuterSettings outer, Wire wire, boolean whole) {
    this.layout = layout;
    this.rate = (float) outer.rate();
    this.mu = (float) outer.momentum();
    this.wire = wire;
    this.whole = whole;
  }

  /**
   * @param step for {@link #apply}
   * @param after the part's state after the round
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  public record Merged(byte[] step, PartState after) {}

  /** A part's change by one worker, and its share of the mean. */
  public record Weighted(Content change, double share) {}

  /**
   * @param inWorkerOrder shares sum to 1
   * @param parameters as the round began with them, where the mean of parameters is kept; else null
   */
  public Merged merge(
      int part, Iterator<Weighted> inWorkerOrder, PartState before, List<Tensor> parameters) {
    Merged merged = whole ? passedOn(inWorkerOrder, before) : stepped(part, inWorkerOrder, before);
    return parameters == null ? merged : averaged(part, merged, parameters);
  }

  private static Merged passedOn(Iterator<Weighted> inWorkerOrder, PartState before) {
    Content only = inWorkerOrder.next().change();
    if (inWorkerOrder.hasNext()) {
      throw new IllegalArgumentException("values of several workers cannot be passed on");
    }
    try (InputStream in = only.open()) {
      return new Merged(in.readAllBytes(), before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Merged stepped(int part, Iterator<Weighted> inWorkerOrder, PartState before) {
    float[] step = new float[layout.length(part)];
    float[] momentum = mu != 0 ? copy(before.momentum(), step.length) : null;
    PartSum sum = new PartSum(inWorkerOrder, wire);
    for (Block block : layout.blocks(part)) {
      sum.begin(block);
      int most = block.tile();
      for (int from = 0; from < block.rows(); from += most) {
        int until = Math.min(block.rows(), from + most);
        int at = block.offset() + from * block.columns();
        sum.add(from, until, step, at);
        toStep(step, at, (until - from) * block.columns(), momentum, at);
      }
    }
    sum.end();
    PartCodec codec = new PartCodec(layout, part, wire);
    float[] residual = null;
    if (wire == Wire.FP16) {
      residual = before.residual() == null ? new float[step.length] : before.residual().clone();
      for (int i = 0; i < step.length; i++) {
        step[i] += residual[i];
      }
    }
    byte[] bytes = codec.write(step, moving(part, step), residual);
    return new Merged(
        bytes, new PartState(momentum, residual, before.average(), before.averaged()));
  }

  private static float[] copy(float[] values, int length) {
    return values == null ? new float[length] : values.clone();
  }

  /**
   * Merges and takes the step at once: the same as {@link #merge} and {@link #apply} one after the
   * other, to the bit, but in one pass.
   *
   * @param before of the caller, who has it no more: the momentum is moved where it lies
   * @param parameters moved
   * @param mean whether the mean of the parameters is kept
   * @return the part's state after the round
   */
  public PartState take(
      int part,
      Iterator<Weighted> inWorkerOrder,
      PartState before,
      List<Tensor> parameters,
      boolean mean) {
    if (mean || whole || wire != Wire.FP32) {
      Merged merged = merge(part, inWorkerOrder, before, mean ? parameters : null);
      apply(part, Content.of(merged.step()), parameters);
      return merged.after();
    }
    float[] momentum = mu == 0 ? null : before.momentum();
    if (momentum == null && mu != 0) {
      momentum = new float[layout.length(part)];
    }
    PartSum sum = new PartSum(inWorkerOrder, wire);
    for (Block block : layout.blocks(part)) {
      sum.begin(block);
      take(block, sum, momentum, parameters.get(block.tensor()).values());
    }
    sum.end();
    return new PartState(momentum, null, before.average(), before.averaged());
  }

  private void take(Block block, PartSum sum, float[] momentum, float[] values) {
    int columns = block.columns();
    int most = block.tile();
    float[] step = new float[most * columns];
    for (int from = 0; from < block.rows(); from += most) {
      int rows = Math.min(block.rows() - from, most);
      Arrays.fill(step, 0);
      sum.add(from, from + rows, step, 0);
      toStep(step, 0, rows * columns, momentum, block.offset() + from * columns);
      for (int row = 0; row < rows; row++) {
        // A row that rests is left as it is: adding zero would make -0 of it 0.
        if (moves(step, row * columns, columns)) {
          int to = block.place() + (from + row) * columns;
          KERNEL.add(step, row * columns, values, to, columns);
        }
      }
    }
  }

  private static boolean moves(float[] step, int from, int length) {
    int place = from;
    while (place < from + length && step[place] == 0) {
      place++;
    }
    return place < from + length;
  }

  /**
   * Makes mean changes steps, and moves the momentum.
   *
   * @param step the {@code length} changes from {@code at} on
   * @param momentum those from {@code place} on; null where there is none
   */
  private void toStep(float[] step, int at, int length, float[] momentum, int place) {
    if (momentum == null) {
      if (rate != 1) {
        for (int i = 0; i < length; i++) {
          step[at + i] *= rate;
        }
      }
      return;
    }
    KERNEL.momentum(rate, mu, step, at, momentum, place, length);
  }

  /** By block, the rows that are not zero. */
  private boolean[][] moving(int part, float[] step) {
    List<Block> blocks = layout.blocks(part);
    boolean[][] rows = new boolean[blocks.size()][];
    for (int i = 0; i < rows.length; i++) {
      Block block = blocks.get(i);
      rows[i] = new boolean[block.rows()];
      for (int row = 0; row < block.rows(); row++) {
        rows[i][row] = moves(step, block.offset() + row * block.columns(), block.columns());
      }
    }
    return rows;
  }

  private Merged averaged(int part, Merged merged, List<Tensor> parameters) {
    float[] now = layout.gather(part, parameters);
    step(part, merged.step(), now);
    PartState after = merged.after();
    long count = after.averaged() + 1;
    if (count > 1) {
      float[] mean = after.average();
      for (int i = 0; i < now.length; i++) {
        now[i] = mean[i] + (now[i] - mean[i]) / count;
      }
    }
    return new Merged(merged.step(), new PartState(after.momentum(), after.residual(), now, count));
  }

  private void step(int part, byte[] step, float[] values) {
    codec(part)
        .read(
            Content.of(step),
            (block, place, moved, at, length) -> move(moved, at, values, place, length));
  }

  /** Takes the step of a part. */
  public void apply(int part, Content step, List<Tensor> parameters) {
    codec(part)
        .read(
            step,
            (block, place, moved, at, length) ->
                move(
                    moved,
                    at,
                    parameters.get(block.tensor()).values(),
                    place - block.offset() + block.place(),
                    length));
  }

  private PartCodec codec(int part) {
    return new PartCodec(layout, part, whole ? Wire.FP32 : wire);
  }

  private void move(float[] moved, int at, float[] values, int place, int length) {
    if (whole) {
      System.arraycopy(moved, at, values, place, length);
      return;
    }
    KERNEL.add(moved, at, values, place, length);
  }
}
