package dev.perplex.lm.rounds;

import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.PartLayout.Block;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * The merge of one part: a pure function of the workers' changes, in the order of workers, and the
 * part's state. What it gives is the step that each holder of the parameters then takes. Serves one
 * thread.
 */
public final class PartMerge {
  private final PartLayout layout;
  private final OuterSettings outer;
  private final Wire wire;
  private final boolean whole;
  private float[] scratch = new float[0];

  /**
   * @param whole whether workers give values instead of changes, as a single worker may
   */
  public PartMerge(PartLayout layout, OuterSettings outer, Wire wire, boolean whole) {
    this.layout = layout;
    this.outer = outer;
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
  public record Weighted(ByteBuffer change, double share) {}

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
    ByteBuffer only = inWorkerOrder.next().change();
    if (inWorkerOrder.hasNext()) {
      throw new IllegalArgumentException("values of several workers cannot be passed on");
    }
    byte[] bytes = new byte[only.remaining()];
    only.duplicate().get(bytes);
    return new Merged(bytes, before);
  }

  private Merged stepped(int part, Iterator<Weighted> inWorkerOrder, PartState before) {
    float[] step = new float[layout.length(part)];
    float[] momentum = sum(part, inWorkerOrder, before, step);
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

  /**
   * Merges and takes the step at once: the same as {@link #merge} and {@link #apply} one after the
   * other, to the bit.
   *
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
      apply(part, ByteBuffer.wrap(merged.step()), parameters);
      return merged.after();
    }
    if (scratch.length < layout.length(part)) {
      scratch = new float[layout.length(part)];
    }
    Arrays.fill(scratch, 0, layout.length(part), 0);
    float[] momentum = sum(part, inWorkerOrder, before, scratch);
    List<Block> blocks = layout.blocks(part);
    for (Block block : blocks) {
      float[] values = parameters.get(block.tensor()).values();
      for (int row = 0; row < block.rows(); row++) {
        int from = block.offset() + row * block.columns();
        // A row that rests is left as it is: adding zero would make -0 of it 0.
        if (moves(scratch, from, block.columns())) {
          add(scratch, from, values, block.place() + row * block.columns(), block.columns());
        }
      }
    }
    return new PartState(momentum, null, before.average(), before.averaged());
  }

  private static void add(float[] step, int from, float[] values, int to, int length) {
    for (int i = 0; i < length; i++) {
      values[to + i] += step[from + i];
    }
  }

  private static boolean moves(float[] step, int from, int length) {
    int place = from;
    while (place < from + length && step[place] == 0) {
      place++;
    }
    return place < from + length;
  }

  /** Leaves the step in zeros; returns the momentum after it. */
  private float[] sum(int part, Iterator<Weighted> inWorkerOrder, PartState before, float[] step) {
    PartCodec codec = new PartCodec(layout, part, wire);
    while (inWorkerOrder.hasNext()) {
      Weighted each = inWorkerOrder.next();
      float share = (float) each.share();
      codec.read(
          each.change(),
          (block, place, values, length) -> {
            for (int i = 0; i < length; i++) {
              step[place + i] += share * values[i];
            }
          });
    }
    return momentum(step, layout.length(part), before.momentum());
  }

  /** Makes the mean change a step; returns the new momentum. */
  private float[] momentum(float[] step, int length, float[] before) {
    float rate = (float) outer.rate();
    float mu = (float) outer.momentum();
    if (mu == 0) {
      if (rate != 1) {
        for (int i = 0; i < length; i++) {
          step[i] *= rate;
        }
      }
      return null;
    }
    float[] momentum = before == null ? new float[length] : before.clone();
    for (int i = 0; i < length; i++) {
      float change = step[i];
      float moved = mu * momentum[i] + change;
      momentum[i] = moved;
      step[i] = rate * (change + mu * moved);
    }
    return momentum;
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
            ByteBuffer.wrap(step),
            (block, place, moved, length) -> move(moved, values, place, length));
  }

  /** Takes the step of a part. */
  public void apply(int part, ByteBuffer step, List<Tensor> parameters) {
    codec(part)
        .read(
            step,
            (block, place, moved, length) ->
                move(
                    moved,
                    parameters.get(block.tensor()).values(),
                    place - block.offset() + block.place(),
                    length));
  }

  private PartCodec codec(int part) {
    return new PartCodec(layout, part, whole ? Wire.FP32 : wire);
  }

  private void move(float[] moved, float[] values, int place, int length) {
    if (whole) {
      System.arraycopy(moved, 0, values, place, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      values[place + i] += moved[i];
    }
  }
}
