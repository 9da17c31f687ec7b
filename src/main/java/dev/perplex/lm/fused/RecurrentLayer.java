package dev.perplex.lm.fused;

import dev.perplex.kernel.ActivationKernel;
import dev.perplex.kernel.MatrixProducts;
import dev.perplex.kernel.MatrixProducts.Form;
import java.util.Arrays;
import java.util.List;

/**
 * A recurrent layer over {@code [steps * lanes]} rows in the order of time. The input's product of
 * all time steps is one matrix product, so are the gradients of weights; the recurrence is one
 * small product a time step. Cells say what happens in between.
 */
abstract class RecurrentLayer {
  static final MatrixProducts PRODUCTS = MatrixProducts.fastest();
  static final ActivationKernel KERNEL = ActivationKernel.fastest();

  final int inputs;
  final int hidden;
  final int width; // gates * hidden
  int lanes; // that go on; at most as many as there is room for

  final Tensor inputWeights; // [width, inputs]
  final Tensor recurrentWeights; // [width, hidden]
  final Tensor inputBias; // [width]
  final Tensor recurrentBias; // [width]

  final float[] gates; // [steps * lanes * width], sums, then what follows them, then derivatives
  final float[] outputs; // [(steps + 1) * lanes * hidden], h; the first step is the state before
  float[] before; // h before each step: outputs themselves, or restarted
  private float[] restarted; // [steps * lanes * hidden], made when a document begins
  private DocumentStarts starts = DocumentStarts.NONE;
  private final float[] state; // [lanes * hidden], h that goes on
  private final float[] kept; // [lanes * hidden], derivatives by h that a document keeps
  private final Recurrence recurrence;
  private float[] distinctSums; // [words * width], as gates, made when inputs repeat

  private final Gradient toInputWeights;
  private final Gradient toRecurrentWeights;
  private final Gradient toInputBias;
  private final Gradient toRecurrentBias;

  RecurrentLayer(Parameters parameters, int layer, int lanes, int steps) {
    NetworkShape shape = parameters.shape();
    this.inputs = shape.inputs(layer);
    this.hidden = shape.hidden();
    this.width = shape.cell().gates() * hidden;
    this.lanes = lanes;
    this.inputWeights = parameters.tensor(Parameters.ofLayer("weight_ih", layer));
    this.recurrentWeights = parameters.tensor(Parameters.ofLayer("weight_hh", layer));
    this.inputBias = parameters.tensor(Parameters.ofLayer("bias_ih", layer));
    this.recurrentBias = parameters.tensor(Parameters.ofLayer("bias_hh", layer));
    this.gates = new float[Math.multiplyExact(steps * lanes, width)];
    this.outputs = new float[Math.multiplyExact((steps + 1) * lanes, hidden)];
    this.before = outputs;
    this.state = new float[lanes * hidden];
    this.kept = new float[lanes * hidden];
    this.recurrence = new Recurrence(recurrentWeights, lanes);
    this.toInputWeights = new Gradient(inputWeights);
    this.toRecurrentWeights = new Gradient(recurrentWeights);
    this.toInputBias = new Gradient(inputBias);
    this.toRecurrentBias = new Gradient(recurrentBias);
  }

  static RecurrentLayer of(Parameters parameters, int layer, int lanes, int steps) {
    return switch (parameters.shape().cell()) {
      case LSTM -> new LstmLayer(parameters, layer, lanes, steps);
      case PEEPHOLE_LSTM -> new PeepholeLayer(parameters, layer, lanes, steps);
      case GRU -> new GruLayer(parameters, layer, lanes, steps);
      case RNN -> new RnnLayer(parameters, layer, lanes, steps);
    };
  }

  /** In the order of the parameters. */
  List<Gradient> gradients() {
    return List.of(toInputWeights, toRecurrentWeights, toInputBias, toRecurrentBias);
  }

  /** What the cell carries beside h: c; empty for those without. */
  float[] cellState() {
    return new float[0];
  }

  final float[] state() {
    return state;
  }

  /** Goes on with the first lanes alone, or with all. */
  final void lanes(int lanes) {
    this.lanes = lanes;
    recurrence.lanes(lanes);
  }

  /** Where the outputs of this minibatch begin in {@link #outputs}. */
  final int outputsAt() {
    return lanes * hidden;
  }

  /**
   * Reads a minibatch; {@link #outputs} then has what comes out, and the state has gone on.
   *
   * @param x [steps * lanes * inputs] from {@code at} on
   * @param starts where the state is zero
   * @param dropped mask of the recurrent weights, or null
   * @param repeats which row of x each row reads: x then has as many rows as there are words; null
   *     where it has a row for each
   */
  final void forward(
      float[] x, int at, int steps, DocumentStarts starts, float[] dropped, DistinctWords repeats) {
    recurrence.use(steps, dropped);
    this.starts = starts;
    before = starts.any() ? restarted() : outputs;
    System.arraycopy(state, 0, outputs, 0, lanes * hidden);
    begin(steps);
    int rows = steps * lanes;
    float[] sums = repeats == null ? gates : distinctSums();
    int products = repeats == null ? rows : repeats.count();
    fillWithBias(sums, products);
    PRODUCTS.multiply(
        Form.ABT,
        products,
        width,
        inputs,
        x,
        at,
        inputs,
        inputWeights.values(),
        0,
        inputs,
        1,
        sums,
        0,
        width);
    if (repeats != null) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(sums, repeats.places()[row] * width, gates, row * width, width);
      }
    }
    for (int t = 0; t < steps; t++) {
      if (starts.any()) {
        startDocuments(t);
      }
      forwardStep(t);
    }
    System.arraycopy(outputs, steps * lanes * hidden, state, 0, lanes * hidden);
    end(steps);
  }

  private float[] restarted() {
    if (restarted == null) {
      restarted = new float[outputs.length - state.length];
    }
    return restarted;
  }

  /** Sets h before a step, and what the cell carries beside it. */
  private void startDocuments(int t) {
    int block = t * lanes * hidden;
    System.arraycopy(outputs, block, before, block, lanes * hidden);
    for (int row = t * lanes; row < (t + 1) * lanes; row++) {
      if (starts.at(row)) {
        Arrays.fill(before, row * hidden, (row + 1) * hidden, 0);
        startDocument(row);
      }
    }
  }

  private float[] distinctSums() {
    if (distinctSums == null) {
      distinctSums = new float[gates.length];
    }
    return distinctSums;
  }

  /** Each row of gates starts with the bias of all that is summed there. */
  private void fillWithBias(float[] sums, int rows) {
    System.arraycopy(inputBias.values(), 0, sums, 0, width);
    if (recurrenceSharesSums()) {
      KERNEL.axpy(1, recurrentBias.values(), 0, sums, 0, width);
    }
    for (int filled = 1; filled < rows; filled *= 2) {
      System.arraycopy(sums, 0, sums, filled * width, Math.min(filled, rows - filled) * width);
    }
  }

  /** Whether the recurrence's product is added to the input's: all but GRU. */
  boolean recurrenceSharesSums() {
    return true;
  }

  /** {@code into += h of the step before * recurrent weights'}. */
  final void addRecurrence(int t, float[] into, int at) {
    recurrence.forth(before, t, into, at);
  }

  /** Zeroes the cell's own state before a row. */
  void startDocument(int row) {}

  /** Takes up the cell's own state. */
  void begin(int steps) {}

  /** From sums without the recurrence to outputs of one time step. */
  abstract void forwardStep(int t);

  /** Keeps the cell's own state. */
  void end(int steps) {}

  /** Before the first step back. */
  void beginBack(int steps) {}

  /**
   * One time step back: turns {@link #gates} to derivatives.
   *
   * @param toOutputs derivatives by this layer's outputs, those through later steps included
   */
  abstract void backwardStep(int t, float[] toOutputs);

  /** Derivatives by the sums that the recurrence's product went into, as {@link #gates}. */
  float[] recurrentSums() {
    return gates;
  }

  /** Adds what reaches h of the step before by other ways than the product. */
  void addDirect(int t, float[] toOutputs) {}

  /** Nothing goes back to the cell's own state before the row that was just gone through. */
  void endDocument(int lane) {}

  /**
   * The way back, after {@link #forward} with the same input.
   *
   * @param toOutputs [steps * lanes * hidden], overwritten with the whole derivatives by outputs
   * @param toX [steps * lanes * inputs], overwritten; null where nobody wants it
   * @param repeats as the way forth had it: toX then has a row for each word
   */
  final void backward(
      float[] x, int at, int steps, float[] toOutputs, float[] toX, DistinctWords repeats) {
    beginBack(steps);
    recurrence.beginBack();
    for (int t = steps - 1; t >= 0; t--) {
      if (t < steps - 1) {
        addLater(t, toOutputs);
      }
      backwardStep(t, toOutputs);
    }
    int rows = steps * lanes;
    float[] sums = gates;
    int products = rows;
    if (repeats != null) {
      sums = distinctSums();
      products = repeats.count();
      Arrays.fill(sums, 0, products * width, 0);
      for (int row = 0; row < rows; row++) {
        KERNEL.axpy(1, gates, row * width, sums, repeats.places()[row] * width, width);
      }
    }
    PRODUCTS.multiply(
        Form.ATB,
        width,
        inputs,
        products,
        sums,
        0,
        width,
        x,
        at,
        inputs,
        0,
        toInputWeights.values(),
        0,
        inputs);
    PRODUCTS.multiply(
        Form.ATB,
        width,
        hidden,
        rows,
        recurrentSums(),
        0,
        width,
        before,
        0,
        hidden,
        0,
        toRecurrentWeights.values(),
        0,
        hidden);
    recurrence.mask(toRecurrentWeights.values());
    sumRows(gates, rows, toInputBias.values());
    if (recurrentSums() == gates) {
      System.arraycopy(toInputBias.values(), 0, toRecurrentBias.values(), 0, width);
    } else {
      sumRows(recurrentSums(), rows, toRecurrentBias.values());
    }
    if (toX != null) {
      PRODUCTS.multiply(
          Form.AB,
          products,
          inputs,
          width,
          sums,
          0,
          width,
          inputWeights.values(),
          0,
          inputs,
          0,
          toX,
          0,
          inputs);
    }
  }

  /** Adds what reaches h through the step after, save where a document begins there. */
  private void addLater(int t, float[] toOutputs) {
    if (starts.any()) {
      System.arraycopy(toOutputs, t * lanes * hidden, kept, 0, lanes * hidden);
    }
    recurrence.back(recurrentSums(), t, toOutputs);
    addDirect(t, toOutputs);
    for (int lane = 0; starts.any() && lane < lanes; lane++) {
      if (starts.at((t + 1) * lanes + lane)) {
        System.arraycopy(kept, lane * hidden, toOutputs, (t * lanes + lane) * hidden, hidden);
        endDocument(lane);
      }
    }
  }

  private void sumRows(float[] matrix, int rows, float[] into) {
    System.arraycopy(matrix, 0, into, 0, width);
    for (int row = 1; row < rows; row++) {
      KERNEL.axpy(1, matrix, row * width, into, 0, width);
    }
  }
}
