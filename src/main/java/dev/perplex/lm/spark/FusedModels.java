package dev.perplex.lm.spark;

import dev.perplex.lm.Minibatch;
import dev.perplex.lm.ModelFile;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.NativeThreads;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.dl4j.Dl4jConversion;
import dev.perplex.lm.fused.ActivationPenalty;
import dev.perplex.lm.fused.Cell;
import dev.perplex.lm.fused.DropoutMasks;
import dev.perplex.lm.fused.InitialWeights;
import dev.perplex.lm.fused.NetworkShape;
import dev.perplex.lm.fused.Parameters;
import dev.perplex.lm.fused.Replica;
import dev.perplex.lm.fused.SoftmaxKind;
import dev.perplex.lm.fused.StepFigures;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.RoundModel;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.vocab.IdStream;
import java.util.List;

/** The engine {@code fused}, as rounds see it. */
final class FusedModels implements RoundModels {
  private static final long serialVersionUID = 1L;

  private static final long COUNTED = 1_000_000;
  private static final int BLOCK = 1 << 16;
  private static final int LENGTH_SPREAD = 10; // of random lengths above bptt
  private static final InitialWeights INITIAL = new InitialWeights(0, 1);

  private final NetworkShape shape;
  private final TrainSettings settings;
  private final RegularizationSettings regularization;
  private final long[] counts; // of words in the first tokens
  private final float[] vectors; // [vocabulary * embedding] to start from, or null
  private final boolean frozen;

  private FusedModels(TrainingJob job) {
    ModelSettings model = job.model();
    this.shape =
        new NetworkShape(
            job.vocabulary(),
            model.embedding(),
            model.hidden(),
            model.layers(),
            Cell.LSTM,
            SoftmaxKind.FULL);
    this.settings = job.settings();
    this.regularization = withDropout(settings.regularization(), model.dropout());
    this.counts = counts(job.train(), job.vocabulary());
    this.vectors = job.vectors();
    this.frozen = model.embeddings() == ModelSettings.Start.WORD2VEC_FROZEN;
  }

  static RoundModels of(TrainingJob job) {
    return new FusedModels(job);
  }

  /** {@code train.model.dropout} stands for all places that Zaremba et al. (2014) drop units at. */
  private static RegularizationSettings withDropout(RegularizationSettings own, double dropout) {
    return new RegularizationSettings(
        own.masks(),
        Math.max(own.input(), dropout),
        Math.max(own.hidden(), dropout),
        Math.max(own.output(), dropout),
        own.words(),
        own.weights(),
        own.activation(),
        own.temporal());
  }

  /** How often each word stands in the first tokens: enough of them to start from. */
  private static long[] counts(IdStream ids, int vocabulary) {
    long[] counts = new long[vocabulary];
    long until = Math.min(ids.size(), COUNTED);
    for (long from = 0; from < until; from += BLOCK) {
      for (int id : ids.read(from, (int) Math.min(BLOCK, until - from))) {
        counts[id]++;
      }
    }
    return counts;
  }

  @Override
  public List<Tensor> start() {
    Parameters parameters = new Parameters(shape);
    INITIAL.draw(parameters, settings.seed());
    InitialWeights.startAtFrequencies(parameters, counts);
    if (vectors != null) {
      float[] words = words(parameters.all()).values();
      System.arraycopy(vectors, 0, words, 0, words.length);
    }
    return parameters.all();
  }

  private static Tensor words(List<Tensor> parameters) {
    return parameters.stream()
        .filter(each -> each.name().equals("embedding.weight"))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public RoundModel create() {
    NativeThreads.one();
    int longest = settings.bptt() + (settings.randomLengths() ? LENGTH_SPREAD : 0);
    OptimizerSettings optimizer = settings.optimizer();
    if (optimizer.method() == OptimizerSettings.Method.NT_ASGD) {
      // Rounds keep the mean of the global parameters; a worker's own would end with its round.
      optimizer =
          new OptimizerSettings(
              OptimizerSettings.Method.SGD,
              optimizer.weightDecay(),
              optimizer.beta1(),
              optimizer.beta2(),
              optimizer.epsilon(),
              optimizer.patience());
    }
    Replica replica =
        new Replica(
            new Parameters(shape),
            settings.batch(),
            longest,
            settings.clip(),
            optimizer,
            DropoutMasks.of(regularization, shape, settings.batch(), longest),
            ActivationPenalty.of(regularization));
    return new Trained(replica, words(replica.parameters()), frozen ? vectors : null);
  }

  @Override
  public byte[] bytes(List<Tensor> parameters) {
    Parameters own = new Parameters(shape);
    for (int i = 0; i < parameters.size(); i++) {
      float[] values = parameters.get(i).values();
      System.arraycopy(values, 0, own.all().get(i).values(), 0, values.length);
    }
    return ModelFile.bytes(Dl4jConversion.network(own));
  }

  /** A replica, whose word vectors may have to stay where they are. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Trained(Replica replica, Tensor words, float[] kept) implements RoundModel {
    @Override
    public List<Tensor> parameters() {
      return replica.parameters();
    }

    @Override
    public void loaded() {
      replica.forgetTouched();
    }

    @Override
    public boolean[] touchedRows(Tensor parameter) {
      return kept != null && parameter == words
          ? new boolean[words.rows()]
          : replica.touchedRows(parameter);
    }

    @Override
    public StepFigures step(Minibatch minibatch, double rate, long seedOfStep) {
      StepFigures figures = replica.step(minibatch, rate, seedOfStep);
      if (kept != null) {
        int columns = words.columns();
        for (int id : minibatch.inputs()) {
          System.arraycopy(kept, id * columns, words.values(), id * columns, columns);
        }
      }
      return figures;
    }

    @Override
    public void resetState() {
      replica.resetState();
    }

    @Override
    public float[] state() {
      return replica.state();
    }

    @Override
    public void state(float[] saved) {
      replica.state(saved);
    }

    @Override
    public List<Tensor> optimizerState() {
      return replica.optimizerState();
    }
  }
}
