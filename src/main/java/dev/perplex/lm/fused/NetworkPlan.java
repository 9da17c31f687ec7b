package dev.perplex.lm.fused;

import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.OptimizerSettings.Method;
import dev.perplex.lm.SoftmaxSettings;
import dev.perplex.lm.TrainSettings;
import java.io.Serializable;

/**
 * What settings come to: the network that training starts from, and the replicas that train it.
 * Travels to executors.
 */
public final class NetworkPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int LENGTH_SPREAD = 10; // of random lengths above bptt

  private final ModelSettings model;
  private final TrainSettings train;
  private final NetworkShape shape;
  private final long[] counts;
  private final float[] vectors;
  private final float[][] start; // by tensor; null to start anew

  /**
   * @param counts by id, of any part of the training text: all words there are
   * @param vectors [words * embedding] to start from, or null
   */
  public NetworkPlan(ModelSettings model, TrainSettings train, long[] counts, float[] vectors) {
    this(model, train, counts, vectors, null);
  }

  /**
   * @param warm a trained network to start from, or null; it goes over {@code vectors}, save where
   *     those are frozen
   */
  public NetworkPlan(
      ModelSettings model, TrainSettings train, long[] counts, float[] vectors, WarmStart warm) {
    this.model = model;
    this.train = train;
    this.shape = NetworkShape.of(model, counts.length);
    this.counts = counts;
    this.vectors = vectors;
    int length = model.embeddings().needsVectors() ? counts.length * model.embedding() : 0;
    if ((vectors == null ? 0 : vectors.length) != length) {
      throw new IllegalArgumentException(
          "model.embeddings = " + model.embeddings() + " with vectors that do not fit");
    }
    this.start = warm == null ? null : warmed(warm);
  }

  public NetworkShape shape() {
    return shape;
  }

  /** Vectors that training must not move; null where there are none. */
  public float[] frozen() {
    return model.embeddings() == ModelSettings.Start.WORD2VEC_FROZEN ? vectors : null;
  }

  private float[][] warmed(WarmStart warm) {
    Parameters parameters = cold();
    warm.into(parameters, frozen() == null);
    return parameters.all().stream().map(Tensor::values).toArray(float[][]::new);
  }

  /** The same bits on each machine. */
  public Parameters start() {
    if (start == null) {
      return cold();
    }
    Parameters parameters = new Parameters(shape);
    for (int i = 0; i < start.length; i++) {
      System.arraycopy(start[i], 0, parameters.all().get(i).values(), 0, start[i].length);
    }
    return parameters;
  }

  private Parameters cold() {
    Parameters parameters = new Parameters(shape);
    new InitialWeights(model.range(), model.forgetBias()).draw(parameters, train.seed());
    InitialWeights.startAtFrequencies(parameters, counts);
    if (vectors != null) {
      float[] words = parameters.tensor(Parameters.WORDS).values();
      System.arraycopy(vectors, 0, words, 0, words.length);
    }
    return parameters;
  }

  /** One worker's network, with all parameters zero. */
  public Replica replica() {
    Replica replica = made();
    if (frozen() != null) {
      replica.keepVectors();
    }
    return replica;
  }

  private Replica made() {
    Parameters parameters = new Parameters(shape);
    int longest = longest();
    if (model.softmax().kind() == SoftmaxSettings.Kind.SAMPLED) {
      return Replica.sampling(
          parameters,
          train.batch(),
          longest,
          train.clip(),
          optimizer(),
          train.regularization(),
          model.softmax(),
          counts);
    }
    return Replica.of(
        parameters,
        train.batch(),
        longest,
        train.clip(),
        optimizer(),
        train.regularization(),
        model.softmax().gradientThreshold());
  }

  private int longest() {
    return longest(train);
  }

  private static int longest(TrainSettings train) {
    return train.bptt() + (train.randomLengths() ? LENGTH_SPREAD : 0);
  }

  /** What a {@link #replica} takes beside its parameters and what its optimizer remembers. */
  public long workingBytes() {
    return workingBytes(model, train, shape.vocabulary());
  }

  /**
   * The same for a network that is only thought of.
   *
   * @param words of the vocabulary
   */
  public static long workingBytes(ModelSettings model, TrainSettings train, int words) {
    int rows = Math.multiplyExact(train.batch(), longest(train));
    NetworkShape shape = NetworkShape.of(model, words);
    return WorkingMemory.bytes(shape, model.softmax(), train.batch(), rows);
  }

  /** Rounds keep the mean of the global parameters; a worker's own would end with its round. */
  private OptimizerSettings optimizer() {
    OptimizerSettings own = train.optimizer();
    return own.method() != Method.NT_ASGD
        ? own
        : new OptimizerSettings(
            Method.SGD, own.weightDecay(), own.beta1(), own.beta2(), own.epsilon(), own.patience());
  }
}
