package dev.perplex.lm;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The softmax over the vocabulary, whose cost is most of a step's. DL4J's own layer computes the
 * logits twice, in the slower memory order, and passes over a matrix of {@code [tokens, words]}
 * some twenty times; this one makes three products and what {@link Softmax} does.
 */
final class FusedOutputLayer extends RnnOutputLayer {
  private static final long serialVersionUID = 1L;

  private transient INDArray scoredLabels; // what lossSum belongs to, or null
  private double lossSum; // nats, over lanes and time steps

  FusedOutputLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    if (maskArray != null) {
      return super.backpropGradient(epsilon, workspaces);
    }
    assertInputSet(true);
    INDArray sequences = input; // [lanes, hidden, time]
    input = TimeSeriesUtils.reshape3dTo2d(sequences, workspaces, ArrayType.BP_WORKING_MEM);
    applyDropOutIfNecessary(true, workspaces);
    INDArray weights = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, true, workspaces);
    INDArray bias = getParamWithNoise(DefaultParamInitializer.BIAS_KEY, true, workspaces);

    INDArray delta =
        workspaces.createUninitialized(
            ArrayType.BP_WORKING_MEM,
            weights.dataType(),
            new long[] {input.size(0), weights.size(1)},
            'f');
    input.mmuli(weights, delta);
    delta.addiRowVector(bias);
    lossSum = sum(Softmax.lossesAndGradient(delta, targets(workspaces)));
    scoredLabels = labels;

    Gradient gradients = new DefaultGradient();
    INDArray weightGradient = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    Nd4j.gemm(input, delta, weightGradient, true, false, 1, 0);
    gradients.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY, weightGradient);
    INDArray biasGradient = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
    delta.sum(biasGradient, 0);
    gradients.gradientForVariable().put(DefaultParamInitializer.BIAS_KEY, biasGradient);
    gradient = gradients;

    INDArray below =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD,
            delta.dataType(),
            new long[] {delta.size(0), weights.size(0)},
            'f');
    Nd4j.gemm(delta, weights, below, false, true, 1, 0);
    below = backpropDropOutIfPresent(below);
    input = sequences;
    weightNoiseParams.clear();
    return new Pair<>(
        gradients,
        TimeSeriesUtils.reshape2dTo3d(
            below, sequences.size(0), workspaces, ArrayType.ACTIVATION_GRAD));
  }

  /** DL4J asks for the score right after the gradient, whose pass has found it. */
  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaces) {
    if (!training || labels == null || labels != scoredLabels) {
      return super.computeScore(regularization, training, workspaces);
    }
    scoredLabels = null;
    score = lossSum / getInputMiniBatchSize() + regularization;
    return score;
  }

  private int[] targets(LayerWorkspaceMgr workspaces) {
    return getLabels2d(workspaces, ArrayType.BP_WORKING_MEM).dup('c').data().asInt();
  }

  private static double sum(double[] losses) {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }
}
