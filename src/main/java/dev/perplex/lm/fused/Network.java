package dev.perplex.lm.fused;

import dev.perplex.kernel.ActivationKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A recurrent language model at work: word vectors, recurrent layers, softmax. Rows are in the
 * order of time, {@code t * lanes + lane}. Its buffers are made once; it serves one thread.
 */
final class Network {
  private static final ActivationKernel KERNEL = ActivationKernel.fastest();

  /** Share of a minibatch's rows up to which its distinct words go through the first layer once. */
  private static final double MOST_DISTINCT = 0.8;

  private final Parameters parameters;
  private final NetworkShape shape;
  private final int room; // lanes
  private final int steps;
  private int lanes; // that go on
  private final Embedding embedding;
  private final RecurrentLayer[] layers;
  private final OutputLayer softmax;
  private final List<Gradient> gradients;

  private final DistinctWords distinct;
  private DistinctWords
      repeats; // of the minibatch that is trained on; null where each row is its own

  private final float[] vectors; // [steps * lanes * embedding]
  private final float[] toVectors;
  private final float[][] dropped; // by place, [steps * lanes * hidden], made when a mask comes
  private final float[] toTop; // [steps * lanes * hidden], derivatives by outputs of a layer
  private final float[] toNext; // the same, of the layer below
  private final float[] top; // [steps * lanes * hidden], what the softmax reads

  /**
   * @param steps of the longest minibatch
   */
  Network(Parameters parameters, int lanes, int steps) {
    this(parameters, lanes, steps, 0, null);
  }

  /**
   * @param threshold probability below which the softmax's gradient is of drawn words alone; 0 for
   *     the exact one
   */
  Network(Parameters parameters, int lanes, int steps, double threshold) {
    this(parameters, lanes, steps, threshold, null);
  }

  /**
   * @param sampled what takes the place of the full softmax, over the same parameters
   */
  Network(Parameters parameters, int lanes, int steps, OutputLayer sampled) {
    this(parameters, lanes, steps, 0, sampled);
  }

  private Network(
      Parameters parameters, int lanes, int steps, double threshold, OutputLayer sampled) {
    this.parameters = parameters;
    this.shape = parameters.shape();
    this.room = lanes;
    this.steps = steps;
    this.lanes = lanes;
    int rows = Math.multiplyExact(lanes, steps);
    this.layers = new RecurrentLayer[shape.layers()];
    Gradient shared = null;
    if (shape.softmax() == SoftmaxKind.TIED) {
      TiedSoftmax tied = new TiedSoftmax(parameters, rows, threshold);
      shared = tied.wordGradient();
      this.softmax = tied;
    } else {
      this.softmax = sampled != null ? sampled : own(rows, threshold);
    }
    this.embedding = new Embedding(parameters.tensor(Parameters.WORDS), rows, shared);
    this.gradients = new ArrayList<>();
    gradients.add(embedding.gradient());
    for (int layer = 0; layer < layers.length; layer++) {
      layers[layer] = RecurrentLayer.of(parameters, layer, lanes, steps);
      gradients.addAll(layers[layer].gradients());
    }
    gradients.addAll(softmax.gradients());
    this.distinct = new DistinctWords(rows);
    this.vectors = new float[rows * shape.embedding()];
    this.toVectors = new float[vectors.length];
    this.dropped = new float[layers.length + 1][];
    this.toTop = new float[rows * shape.hidden()];
    this.toNext = new float[toTop.length];
    this.top = new float[toTop.length];
  }

  private OutputLayer own(int rows, double threshold) {
    return shape.softmax() == SoftmaxKind.ADAPTIVE
        ? AdaptiveSoftmax.of(parameters, rows, threshold)
        : FullSoftmax.of(parameters, rows, threshold);
  }

  Parameters parameters() {
    return parameters;
  }

  /** Lanes that there is room for. */
  int room() {
    return room;
  }

  /**
   * Goes on with the first lanes alone until the state is reset: minibatches then have so many, and
   * may be longer, as long as they have no more rows.
   */
  void lanes(int lanes) {
    if (lanes < 1 || lanes > room) {
      throw new IllegalArgumentException(lanes + " lanes in room for " + room);
    }
    this.lanes = lanes;
    for (RecurrentLayer layer : layers) {
      layer.lanes(lanes);
    }
  }

  int longest() {
    return steps;
  }

  /** One of each parameter, in their order. */
  List<Gradient> gradients() {
    return gradients;
  }

  /**
   * Reads a minibatch, whose state goes on from the last.
   *
   * @param ids [length * lanes], in the order of time
   * @return what the softmax reads, [length * lanes * hidden]; valid until the next call
   */
  float[] forward(int[] ids, int length, Masks masks) {
    repeats = null;
    return through(ids, length, DocumentStarts.NONE, masks);
  }

  private float[] through(int[] ids, int length, DocumentStarts starts, Masks masks) {
    int rows = length * lanes;
    if (rows > steps * room) {
      throw new IllegalArgumentException(
          length + " time steps of " + lanes + " lanes in room for " + steps + " of " + room);
    }
    if (repeats == null) {
      embedding.forward(ids, rows, masks.words(), vectors);
      multiply(vectors, masks.inputs(0), rows * shape.embedding());
    } else {
      embedding.forward(repeats.words(), repeats.count(), masks.words(), vectors);
    }
    float[] x = vectors;
    int at = 0;
    for (int layer = 0; layer < layers.length; layer++) {
      layers[layer].forward(
          x, at, length, starts, masks.recurrentWeights(layer), layer == 0 ? repeats : null);
      x = layers[layer].outputs;
      at = layers[layer].outputsAt();
      float[] mask = masks.inputs(layer + 1);
      if (mask != null || layer == layers.length - 1) {
        float[] copy = layer == layers.length - 1 ? top : room(layer + 1);
        System.arraycopy(x, at, copy, 0, rows * shape.hidden());
        multiply(copy, mask, rows * shape.hidden());
        x = copy;
        at = 0;
      }
    }
    return top;
  }

  private float[] room(int place) {
    if (dropped[place] == null) {
      dropped[place] = new float[toTop.length];
    }
    return dropped[place];
  }

  private static void multiply(float[] values, float[] mask, int length) {
    if (mask != null) {
      for (int i = 0; i < length; i++) {
        values[i] *= mask[i];
      }
    }
  }

  /**
   * Loss and {@link #gradients} of a minibatch, by the loss summed over time and averaged over
   * lanes.
   *
   * @param labels [length * lanes], as the ids
   * @param starts where the state is zero
   * @return nats, summed over tokens
   */
  double train(
      int[] ids,
      int[] labels,
      int length,
      DocumentStarts starts,
      Masks masks,
      OutputPenalty penalty,
      long seed) {
    int rows = length * lanes;
    // Where units of each row are dropped on their own, equal words have unequal vectors.
    boolean equal = masks.inputs(0) == null;
    repeats = equal && distinct.number(ids, rows) <= rows * MOST_DISTINCT ? distinct : null;
    float[] outputs = through(ids, length, starts, masks);
    float[] to = toTop;
    double loss = softmax.train(outputs, rows, labels, 1f / lanes, to, seed);
    backward(ids, length, masks, penalty);
    return loss;
  }

  private void backward(int[] ids, int length, Masks masks, OutputPenalty penalty) {
    int rows = length * lanes;
    int size = rows * shape.hidden();
    float[] to = toTop;
    float[] below = toNext;
    for (int layer = layers.length - 1; layer >= 0; layer--) {
      float[] mask = masks.inputs(layer + 1);
      if (layer == layers.length - 1 && penalty != OutputPenalty.NONE) {
        addPenalty(penalty, length, mask, to, below);
      } else {
        multiply(to, mask, size);
      }
      boolean reads = layer > 0; // another layer
      float[] masked = masks.inputs(layer) == null ? null : dropped[layer];
      float[] x = !reads ? vectors : masked != null ? masked : layers[layer - 1].outputs;
      int at = reads && masked == null ? layers[layer - 1].outputsAt() : 0;
      layers[layer].backward(x, at, length, to, reads ? below : toVectors, reads ? null : repeats);
      float[] swap = to;
      to = below;
      below = swap;
    }
    if (repeats == null) {
      multiply(toVectors, masks.inputs(0), rows * shape.embedding());
      embedding.backward(ids, rows, masks.words(), toVectors);
    } else {
      embedding.backward(repeats.words(), repeats.count(), masks.words(), toVectors);
    }
  }

  /** The penalty on what is dropped goes through the mask, that on the outputs does not. */
  private void addPenalty(
      OutputPenalty penalty, int length, float[] mask, float[] to, float[] room) {
    RecurrentLayer layer = layers[layers.length - 1];
    int size = length * lanes * shape.hidden();
    System.arraycopy(layer.outputs, layer.outputsAt(), penalized(), 0, size);
    Arrays.fill(room, 0, size, 0);
    penalty.add(penalized, top, lanes, length, shape.hidden(), room, to);
    multiply(to, mask, size);
    KERNEL.axpy(1, room, 0, to, 0, size);
  }

  private float[] penalized; // [steps * lanes * hidden], outputs before dropout, when wanted

  private float[] penalized() {
    if (penalized == null) {
      penalized = new float[toTop.length];
    }
    return penalized;
  }

  /**
   * The exact loss of each token, [length * lanes], nats; the state goes on.
   *
   * @return what {@link #forward} returns
   */
  float[] losses(int[] ids, int[] labels, int length, double[] into) {
    float[] outputs = forward(ids, length, Masks.NONE);
    softmax.losses(outputs, length * lanes, labels, into);
    return outputs;
  }

  /** The exact loss of one token, after one row that {@link #forward} gave. */
  void losses(float[] hidden, int[] labels, double[] into) {
    softmax.losses(hidden, 1, labels, into);
  }

  /** Exact log probabilities after one row that {@link #forward} gave. */
  void logProbabilities(float[] hidden, float[] into) {
    softmax.logProbabilities(hidden, 0, into);
  }

  /** As before the first token of a text, in all lanes. */
  void resetState() {
    lanes(room);
    state(new float[shape.state(room)]);
  }

  /** [layers * (h, and c where there is one) * lanes * hidden], a copy. */
  float[] state() {
    float[] all = new float[shape.state(room)];
    int at = 0;
    for (RecurrentLayer layer : layers) {
      for (float[] part : List.of(layer.state(), layer.cellState())) {
        System.arraycopy(part, 0, all, at, part.length);
        at += part.length;
      }
    }
    return all;
  }

  void state(float[] all) {
    if (all.length != shape.state(room)) {
      throw new IllegalArgumentException(
          "a state of " + all.length + " floats, not " + shape.state(room));
    }
    int at = 0;
    for (RecurrentLayer layer : layers) {
      for (float[] part : List.of(layer.state(), layer.cellState())) {
        System.arraycopy(all, at, part, 0, part.length);
        at += part.length;
      }
    }
  }
}
