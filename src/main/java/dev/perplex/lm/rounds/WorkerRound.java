package dev.perplex.lm.rounds;

import dev.perplex.kernel.RoundKernel;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.StepFigures;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.PartLayout.Block;
import java.util.Arrays;
import java.util.List;

/**
 * A worker's round: a pure function of the global parameters, the worker's own state and its
 * minibatches. The model that it trains in is scratch, and may have been any worker's before.
 */
public final class WorkerRound {
  private static final RoundKernel KERNEL = RoundKernel.fastest();

  private final PartLayout layout;
  private final Wire wire;
  private final boolean whole;
  private float[] scratch = new float[0];

  /**
   * @param whole whether to give the new values instead of changes: for a single worker whose
   *     values are the next round's start, to the bit
   */
  public WorkerRound(PartLayout layout, Wire wire, boolean whole) {
    this.layout = layout;
    this.wire = wire;
    this.whole = whole;
  }

  /**
   * @param changes by part, as {@link PartMerge} reads them
   * @param after state for the next round
   * @param seconds of the minibatches alone: to be shown, nothing depends on it
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  public record Result(
      byte[][] changes, WorkerState after, WorkerFigures figures, double seconds) {}

  /**
   * What to train on.
   *
   * @param rates learning rate of each minibatch
   * @param seeds of each minibatch
   * @param fromStart whether the minibatches start at the text's beginning, without what came
   *     before
   */
  @SuppressWarnings("ArrayRecordComponent") // a bundle of arguments, never compared
  public record Lesson(
      List<Minibatch> minibatches, double[] rates, long[] seeds, boolean fromStart) {}

  public Result run(RoundModel model, List<Tensor> global, WorkerState before, Lesson lesson) {
    load(model, global, before);
    if (lesson.fromStart() || before.recurrent() == null) {
      model.resetState();
    } else {
      model.state(before.recurrent());
    }
    double loss = 0;
    double norms = 0;
    long tokens = 0;
    long began = System.nanoTime();
    for (int i = 0; i < lesson.minibatches().size(); i++) {
      StepFigures step =
          model.step(lesson.minibatches().get(i), lesson.rates()[i], lesson.seeds()[i]);
      loss += step.loss();
      norms += step.gradientNorm();
      tokens += step.tokens();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    byte[][] changes = new byte[layout.parts()][];
    float[][] residual = wire == Wire.FP32 ? null : new float[layout.parts()][];
    double squares = 0;
    for (int part = 0; part < changes.length; part++) {
      float[] kept = null;
      if (residual != null) {
        kept =
            before.residual() == null
                ? new float[layout.length(part)]
                : before.residual()[part].clone();
        residual[part] = kept;
      }
      boolean[][] rows = touched(model, part);
      if (wire == Wire.FP32 && !whole) {
        ChangeWriter writer = new ChangeWriter(layout.blocks(part), rows);
        changes[part] = writer.write(model.parameters(), global);
        squares += writer.squares();
      } else {
        squares += difference(model.parameters(), global, part, rows);
        changes[part] = write(model.parameters(), part, rows, kept);
      }
    }
    List<float[]> optimizer =
        model.optimizerState().stream().map(tensor -> tensor.values().clone()).toList();
    return new Result(
        changes,
        new WorkerState(model.state(), optimizer, residual),
        new WorkerFigures(tokens, loss, Math.sqrt(squares), lesson.minibatches().size(), norms, 0),
        seconds);
  }

  private static void load(RoundModel model, List<Tensor> global, WorkerState before) {
    for (int i = 0; i < global.size(); i++) {
      float[] values = global.get(i).values();
      System.arraycopy(values, 0, model.parameters().get(i).values(), 0, values.length);
    }
    List<Tensor> optimizer = model.optimizerState();
    for (int i = 0; i < optimizer.size(); i++) {
      float[] values = optimizer.get(i).values();
      if (before.optimizer().isEmpty()) {
        Arrays.fill(values, 0);
      } else {
        System.arraycopy(before.optimizer().get(i), 0, values, 0, values.length);
      }
    }
    model.loaded();
  }

  /** By block, the rows that moved; null where all did. */
  private boolean[][] touched(RoundModel model, int part) {
    List<Block> blocks = layout.blocks(part);
    boolean[][] rows = new boolean[blocks.size()][];
    for (int i = 0; i < rows.length; i++) {
      Block block = blocks.get(i);
      boolean[] all = model.touchedRows(model.parameters().get(block.tensor()));
      rows[i] = all == null ? null : Arrays.copyOfRange(all, block.from(), block.until());
    }
    return rows;
  }

  /** Leaves the part's change in the scratch; returns the sum of its squares. */
  private double difference(List<Tensor> own, List<Tensor> global, int part, boolean[][] rows) {
    if (scratch.length < layout.length(part)) {
      scratch = new float[layout.length(part)];
    }
    double squares = 0;
    List<Block> blocks = layout.blocks(part);
    for (int i = 0; i < rows.length; i++) {
      Block block = blocks.get(i);
      float[] after = own.get(block.tensor()).values();
      float[] start = global.get(block.tensor()).values();
      for (int row = 0; row < block.rows(); row++) {
        if (rows[i] == null || rows[i][row]) {
          int in = block.offset() + row * block.columns();
          int from = block.place() + row * block.columns();
          KERNEL.subtract(after, start, from, scratch, in, block.columns());
          squares += KERNEL.squares(scratch, in, block.columns());
        }
      }
    }
    return squares;
  }

  private byte[] write(List<Tensor> own, int part, boolean[][] rows, float[] kept) {
    PartCodec codec = new PartCodec(layout, part, whole ? Wire.FP32 : wire);
    if (whole) {
      return codec.write(layout.gather(part, own), rows, null);
    }
    if (kept != null) {
      List<Block> blocks = layout.blocks(part);
      for (int i = 0; i < rows.length; i++) {
        Block block = blocks.get(i);
        for (int row = 0; row < block.rows(); row++) {
          if (rows[i] == null || rows[i][row]) {
            int from = block.offset() + row * block.columns();
            for (int place = from; place < from + block.columns(); place++) {
              scratch[place] += kept[place];
            }
          }
        }
      }
    }
    return codec.write(scratch, rows, kept);
  }
}
