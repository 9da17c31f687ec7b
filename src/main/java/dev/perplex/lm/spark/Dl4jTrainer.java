package dev.perplex.lm.spark;

import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.Minibatches;
import dev.perplex.lm.ModelFile;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.NativeThreads;
import dev.perplex.lm.StackedLstm;
import dev.perplex.lm.TrainSettings;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Training by dl4j-spark's parameter averaging. Each call of its {@code fit} is given the
 * minibatches of one averaging round, one partition a worker: then it neither shuffles nor splits
 * them at random, and we hear of each round. DL4J clears the recurrent state at each minibatch.
 *
 * <p>Averaging sums in the order in which workers finish, so that runs with more than two workers
 * may differ in last bits.
 */
final class Dl4jTrainer implements Trainer {
  private static final long COUNTED = 1_000_000;
  private static final long BLOCK = 1 << 16;

  @Override
  public TrainedModel train(TrainingJob job) {
    return new Run(job).train();
  }

  private static final class Run {
    private final TrainingJob job;
    private final TrainSettings settings;
    private final Minibatches layout;
    private final MultiLayerNetwork network;
    private final SparkDl4jMultiLayer averaging;
    private final INDArray frozen; // word vectors that must not move, or null
    private final long total; // labels of all epochs
    private final List<LearningPoint> curve;
    private int epoch;
    private long minibatch;
    private int iterations;
    private int best;
    private byte[] bestModel;
    private double seconds; // of training, over all processes
    private double ownSeconds;
    private long ownTokens;

    Run(TrainingJob job) {
      this.job = job;
      this.settings = job.settings();
      this.layout = Minibatches.of(settings, job.train().size());
      this.total = layout.labelsBefore(layout.perEpoch()) * settings.epochs();
      NativeThreads.one();
      this.network = StackedLstm.create(job.vocabulary(), job.model(), settings, job.vectors());
      StackedLstm.startAtFrequencies(network, counts());
      Optional<Checkpoint> checkpoint = job.checkpoints().latest();
      Checkpoint.Position position =
          checkpoint.map(Checkpoint::position).orElse(Checkpoint.Position.START);
      this.epoch = position.epoch();
      this.minibatch = position.minibatch();
      this.iterations = position.iterations();
      this.best = position.best();
      this.curve = new ArrayList<>(position.curve());
      this.seconds = curve.isEmpty() ? 0 : curve.get(curve.size() - 1).seconds();
      checkpoint.ifPresent(this::restore);
      this.frozen =
          job.model().embeddings() == ModelSettings.Start.WORD2VEC_FROZEN
              ? StackedLstm.wordVectors(network).dup()
              : null;
      this.averaging = new SparkDl4jMultiLayer(job.spark(), network, master());
    }

    /** How often each word stands in the first tokens: enough of them to start from. */
    private long[] counts() {
      long[] counts = new long[job.vocabulary()];
      long until = Math.min(layout.tokens(), COUNTED);
      for (long from = 0; from < until; from += BLOCK) {
        for (int id : job.train().read(from, Math.toIntExact(Math.min(BLOCK, until - from)))) {
          counts[id]++;
        }
      }
      return counts;
    }

    private void restore(Checkpoint checkpoint) {
      MultiLayerNetwork saved = ModelFile.read(checkpoint.model(), "the checkpoint");
      INDArray state = network.getUpdater().getStateViewArray();
      INDArray savedState = saved.getUpdater().getStateViewArray();
      long length = state == null ? 0 : state.length();
      if (saved.numParams() != network.numParams()
          || (savedState == null ? 0 : savedState.length()) != length) {
        throw PerplexException.dataRefused(
            "the checkpoint's model has %d parameters, the settings ask for %d. Train anew with"
                + " --force, or set train.* and model.* back.",
            saved.numParams(), network.numParams());
      }
      network.setParams(saved.params());
      if (length > 0) {
        network.getUpdater().setStateViewArray(network, savedState, false);
      }
      bestModel = checkpoint.best();
    }

    private ParameterAveragingTrainingMaster master() {
      return new ParameterAveragingTrainingMaster.Builder(settings.workers(), settings.batch())
          .rddTrainingApproach(RDDTrainingApproach.Direct)
          .batchSizePerWorker(settings.batch())
          .averagingFrequency(roundMinibatches())
          .repartionData(Repartition.Never)
          .storageLevel(null)
          .workerPrefetchNumBatches(0)
          .saveUpdater(true)
          .rngSeed(settings.seed())
          .build();
    }

    private int roundMinibatches() {
      if (settings.roundMinibatches() > 0) {
        return settings.roundMinibatches();
      }
      return settings.workers() == 1 ? 50 : 5; // the plain mean of long rounds learns less
    }

    TrainedModel train() {
      while (epoch < settings.epochs()) {
        trainSegment();
      }
      return new TrainedModel(bestModel, best, List.copyOf(curve));
    }

    private void trainSegment() {
      long until = segmentEnd();
      long tokensBefore = tokens();
      double secondsBefore = seconds;
      double lossSum = 0;
      int rounds = 0;
      while (minibatch < until) {
        lossSum += trainRound(Math.min(minibatch + roundMinibatches(), until));
        rounds++;
      }
      double part = (double) minibatch / layout.perEpoch();
      byte[] model = ModelFile.bytes(network);
      double validationLoss = job.validation().loss(model);
      LearningPoint point =
          new LearningPoint(
              curve.size(),
              epoch + part,
              tokens(),
              lossSum / rounds,
              validationLoss,
              Math.exp(validationLoss),
              (tokens() - tokensBefore) / (seconds - secondsBefore),
              seconds);
      if (best < 0 || validationLoss < curve.get(best).validationLoss()) {
        best = point.segment();
        bestModel = model;
      }
      curve.add(point);
      if (minibatch == layout.perEpoch()) {
        epoch++;
        minibatch = 0;
      }
      job.listener().segment(point);
      job.checkpoints()
          .save(
              new Checkpoint(
                  new Checkpoint.Position(epoch, minibatch, iterations, best, List.copyOf(curve)),
                  ModelFile.bytesWithUpdater(network),
                  bestModel));
    }

    /**
     * The minibatch after the segment's last. A segment ends with its epoch at the latest, and
     * takes in a rest of the epoch that is shorter than half a segment.
     */
    private long segmentEnd() {
      if (settings.segmentTokens() == 0) {
        return layout.perEpoch();
      }
      long tokensOfOne = (long) settings.workers() * settings.batch() * settings.bptt();
      long length = Math.max(1, settings.segmentTokens() / tokensOfOne);
      long rest = layout.perEpoch() - minibatch - length;
      return rest < length / 2 ? layout.perEpoch() : minibatch + length;
    }

    /** Trains until this minibatch of the epoch; returns the loss in nats a token. */
    private double trainRound(long until) {
      long start = System.nanoTime();
      long before = tokens();
      JavaSparkContext spark = job.spark();
      JavaRDD<DataSet> round =
          spark
              .parallelize(
                  IntStream.range(0, settings.workers()).boxed().toList(), settings.workers())
              .flatMap(new WorkerMinibatches(job.train(), layout, minibatch, until));
      network.getLayerWiseConfigurations().setIterationCount(iterations);
      network.getLayerWiseConfigurations().setEpochCount(epoch);
      averaging.fit(round);
      iterations += Math.toIntExact(until - minibatch);
      long steps =
          Math.min(until * settings.bptt(), layout.laneLength()) - (until - 1) * settings.bptt();
      minibatch = until;
      if (frozen != null) {
        StackedLstm.wordVectors(network).assign(frozen); // a mean of many equals may round
      }
      // DL4J's score is summed over time steps and averaged over lanes.
      double loss = averaging.getScore() / steps;
      if (Double.isNaN(loss) || Double.isInfinite(loss)) {
        throw new PerplexException(
            ExitCode.FAILED,
            "the training loss is no longer a number after "
                + tokens()
                + " tokens: train.rate = "
                + settings.rate()
                + " is too high here. Lower train.rate or train.clip.");
      }
      double took = (System.nanoTime() - start) / 1e9;
      seconds += took;
      ownSeconds += took;
      ownTokens += tokens() - before;
      job.listener().round(tokens(), total, ownTokens / ownSeconds, loss);
      return loss;
    }

    private long tokens() {
      return layout.labelsBefore(layout.perEpoch()) * epoch + layout.labelsBefore(minibatch);
    }
  }
}
