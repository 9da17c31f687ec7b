package dev.perplex.lm.fused;

import dev.perplex.lm.Minibatch;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.SoftmaxSettings;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * One worker's network while it trains: parameters, recurrent state, optimizer. Serves one thread;
 * buffers are made once, and a step makes no garbage to speak of.
 */
public final class Replica {
  private final Network network;
  private final double clip;
  private final Optimizer optimizer;
  private final Masks masks;
  private final OutputPenalty penalty;
  private final IdentityHashMap<Tensor, boolean[]> touched =
      new IdentityHashMap<>(); // those of rows
  private final int[] inputs; // [steps * lanes], row t * lanes + lane
  private final int[] labels;
  private final DocumentStarts starts;
  private boolean vectorsAreKept;

  /**
   * Moves these parameters themselves.
   *
   * @param lanes of every minibatch
   * @param steps of the longest minibatch
   * @param clip bound on the whole gradient's L2 norm, of the loss summed over time and averaged
   *     over lanes; 0 for none
   */
  public Replica(
      Parameters parameters,
      int lanes,
      int steps,
      double clip,
      OptimizerSettings optimizer,
      Masks masks,
      OutputPenalty penalty) {
    this(
        new Network(parameters, lanes, steps),
        clip,
        gradients -> Optimizer.of(optimizer, gradients),
        masks,
        penalty);
  }

  private Replica(
      Network network,
      double clip,
      Function<List<Gradient>, Optimizer> optimizer,
      Masks masks,
      OutputPenalty penalty) {
    int lanes = network.room();
    int steps = network.longest();
    this.network = network;
    this.clip = clip;
    this.optimizer = optimizer.apply(network.gradients());
    this.masks = masks;
    this.penalty = penalty;
    this.inputs = new int[lanes * steps];
    this.labels = new int[lanes * steps];
    this.starts = new DocumentStarts(lanes, steps);
    for (Gradient gradient : network.gradients()) {
      if (gradient.isOfRows()) {
        touched.put(gradient.tensor(), new boolean[gradient.tensor().rows()]);
      }
    }
  }

  /** The same as below, with the exact gradient of the softmax. */
  public static Replica of(
      Parameters parameters,
      int lanes,
      int steps,
      double clip,
      OptimizerSettings optimizer,
      RegularizationSettings regularization) {
    return of(parameters, lanes, steps, clip, optimizer, regularization, 0);
  }

  /**
   * Moves these parameters themselves, as the settings say.
   *
   * @param lanes of every minibatch
   * @param steps of the longest minibatch
   * @param threshold probability below which the softmax's gradient is of drawn words alone; 0 for
   *     the exact one
   */
  public static Replica of(
      Parameters parameters,
      int lanes,
      int steps,
      double clip,
      OptimizerSettings optimizer,
      RegularizationSettings regularization,
      double threshold) {
    Network network = new Network(parameters, lanes, steps, threshold);
    return of(network, clip, optimizer, regularization);
  }

  /**
   * The same, but trains the full softmax on drawn words.
   *
   * @param counts by id, of the training split
   * @throws IllegalArgumentException where the softmax is not a full one
   */
  public static Replica sampling(
      Parameters parameters,
      int lanes,
      int steps,
      double clip,
      OptimizerSettings optimizer,
      RegularizationSettings regularization,
      SoftmaxSettings settings,
      long[] counts) {
    if (parameters.shape().softmax() != SoftmaxKind.FULL) {
      throw new IllegalArgumentException("words are drawn for a full softmax alone");
    }
    List<Tensor> softmax =
        List.of(parameters.tensor(Parameters.SOFTMAX), parameters.tensor(Parameters.SOFTMAX_BIAS));
    OutputLayer sampled =
        new SampledSoftmax(settings, counts, softmax, Math.multiplyExact(lanes, steps));
    return of(new Network(parameters, lanes, steps, sampled), clip, optimizer, regularization);
  }

  private static Replica of(
      Network network,
      double clip,
      OptimizerSettings optimizer,
      RegularizationSettings regularization) {
    NetworkShape shape = network.parameters().shape();
    return new Replica(
        network,
        clip,
        gradients -> Optimizer.of(optimizer, gradients),
        DropoutMasks.of(regularization, shape, network.room(), network.longest()),
        ActivationPenalty.of(regularization));
  }

  /** Whoever calls this sets word vectors back after each step: they are read as they lie. */
  void keepVectors() {
    vectorsAreKept = true;
  }

  /** The means of the weights that an averaging optimizer keeps; empty while there are none. */
  public List<Tensor> averages() {
    return optimizer.averages();
  }

  /**
   * Tells the optimizer how validations went.
   *
   * @param losses of all validations so far, oldest first, nats a token
   */
  public void validated(double... losses) {
    optimizer.validated(losses);
  }

  /** In a fixed order; the arrays themselves, to be loaded and read between steps. */
  public List<Tensor> parameters() {
    return network.parameters().all();
  }

  /** The same with their names and shape. */
  public Parameters named() {
    return network.parameters();
  }

  /**
   * Forward, backward, clipping, update. The recurrent state goes on to the next minibatch, and is
   * zero where a document begins. A gradient that is not finite moves nothing.
   *
   * @param seedOfStep of masks and samples
   */
  public StepFigures step(Minibatch minibatch, double rate, long seedOfStep) {
    int steps = minibatch.steps();
    if (!vectorsAreKept) {
      Tensor words = network.parameters().tensor(Parameters.WORDS);
      optimizer.read(words, minibatch.inputs(), rate);
    }
    double loss = gradients(minibatch, seedOfStep);
    List<Gradient> gradients = network.gradients();
    double norm = GlobalNorm.of(gradients);
    StepFigures figures = new StepFigures(loss, (long) steps * minibatch.lanes(), norm);
    note(gradients);
    if (figures.isFinite()) {
      optimizer.step(gradients, rate, GlobalNorm.scale(norm, clip));
    }
    return figures;
  }

  /** Loss, with the gradients left in the network. */
  double gradients(Minibatch minibatch, long seed) {
    int lanes = minibatch.lanes();
    int steps = minibatch.steps();
    if (lanes != network.room() || steps > network.longest()) {
      throw new IllegalArgumentException(
          "a minibatch of %d lanes and %d time steps in room for %d and %d"
              .formatted(lanes, steps, network.room(), network.longest()));
    }
    for (int lane = 0; lane < lanes; lane++) {
      for (int t = 0; t < steps; t++) {
        inputs[t * lanes + lane] = minibatch.inputs()[lane * steps + t];
        labels[t * lanes + lane] = minibatch.labels()[lane * steps + t];
      }
    }
    starts.set(minibatch.starts(), steps);
    masks.draw(lanes, steps, seed);
    return network.train(inputs, labels, steps, starts, masks, penalty, seed);
  }

  Network network() {
    return network;
  }

  private void note(List<Gradient> gradients) {
    for (Gradient gradient : gradients) {
      if (gradient.isOfRows()) {
        boolean[] rows = touched.get(gradient.tensor());
        for (int i = 0; i < gradient.count(); i++) {
          rows[gradient.row(i)] = true;
        }
      }
    }
  }

  /**
   * Rows of a parameter that steps had gradients for since {@link #forgetTouched}.
   *
   * @return [rows], the replica's own; null where all may have moved
   */
  public boolean[] touchedRows(Tensor parameter) {
    return touched.get(parameter);
  }

  /** Begins to note touched rows anew: the parameters were just loaded. */
  public void forgetTouched() {
    for (boolean[] rows : touched.values()) {
      Arrays.fill(rows, false);
    }
  }

  /** As before the first token of a text. */
  public void resetState() {
    network.resetState();
  }

  /** A copy of the recurrent state: [layers * (h, and c where there is one) * lanes * hidden]. */
  public float[] state() {
    return network.state();
  }

  /** Goes on from a state that {@link #state()} gave. */
  public void state(float[] saved) {
    network.state(saved);
  }

  /** What the optimizer remembers, to be stored and loaded with the parameters. */
  public List<Tensor> optimizerState() {
    return optimizer.state();
  }
}
