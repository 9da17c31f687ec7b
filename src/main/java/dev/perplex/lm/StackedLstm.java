package dev.perplex.lm;

import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * The network: word vectors, LSTM layers, softmax over the vocabulary. Sequences are {@code [lanes,
 * size, time]} (DL4J's NCW) in every layer.
 */
public final class StackedLstm {
  private StackedLstm() {}

  /**
   * A network ready to train.
   *
   * @param vectors {@code [vocabulary * embedding]}, row a word, where {@link
   *     ModelSettings#embeddings} asks for them; otherwise null
   */
  public static MultiLayerNetwork create(
      int vocabulary, ModelSettings model, TrainSettings train, float[] vectors) {
    boolean wanted = model.embeddings().needsVectors();
    long length = (long) vocabulary * model.embedding();
    if (wanted != (vectors != null) || (wanted && vectors.length != length)) {
      throw new IllegalArgumentException(
          "model.embeddings = " + model.embeddings() + " with vectors that do not fit");
    }
    MultiLayerConfiguration configuration = configuration(vocabulary, model, train);
    FusedOutput.use(configuration);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    if (wanted) {
      INDArray rows = Nd4j.createFromArray(vectors).reshape(vocabulary, model.embedding());
      wordVectors(network).assign(rows);
    }
    return network;
  }

  /**
   * Starts the softmax at the words' frequencies, so that training does not spend its first
   * hundreds of minibatches on finding them.
   *
   * @param counts by id, of any part of the training text
   */
  public static void startAtFrequencies(MultiLayerNetwork network, long[] counts) {
    double total = 0;
    for (long count : counts) {
      total += count + 1;
    }
    float[] bias = new float[counts.length];
    for (int id = 0; id < bias.length; id++) {
      bias[id] = (float) Math.log((counts[id] + 1) / total);
    }
    network
        .getOutputLayer()
        .getParam("b")
        .assign(Nd4j.createFromArray(bias).reshape(1, bias.length));
  }

  /** The description in DL4J's own layers. */
  static MultiLayerConfiguration configuration(
      int vocabulary, ModelSettings model, TrainSettings train) {
    NeuralNetConfiguration.Builder builder =
        new NeuralNetConfiguration.Builder()
            .seed(Seeds.of(train.seed(), Stage.TRAIN, 0, 0))
            .weightInit(WeightInit.XAVIER)
            .updater(train.updater().of(train.rate()));
    if (train.clip() > 0) {
      builder
          .gradientNormalization(GradientNormalization.ClipL2PerLayer)
          .gradientNormalizationThreshold(train.clip());
    }
    NeuralNetConfiguration.ListBuilder layers = builder.list();
    layers.layer(embedding(vocabulary, model));
    for (int layer = 0; layer < model.layers(); layer++) {
      LSTM.Builder lstm =
          new LSTM.Builder()
              .nIn(layer == 0 ? model.embedding() : model.hidden())
              .nOut(model.hidden())
              .activation(Activation.TANH)
              .forgetGateBiasInit(1)
              .dataFormat(RNNFormat.NCW);
      if (train.regularization().input() > 0) {
        lstm.dropOut(keep(train));
      }
      layers.layer(lstm.build());
    }
    RnnOutputLayer.Builder softmax =
        new RnnOutputLayer.Builder(new LossSparseMCXENT())
            .nIn(model.hidden())
            .nOut(vocabulary)
            .activation(Activation.SOFTMAX)
            .dataFormat(RNNFormat.NCW);
    if (train.regularization().input() > 0) {
      softmax.dropOut(keep(train));
    }
    return layers.layer(softmax.build()).build();
  }

  private static Layer embedding(int vocabulary, ModelSettings model) {
    EmbeddingSequenceLayer layer =
        new EmbeddingSequenceLayer.Builder()
            .nIn(vocabulary)
            .nOut(model.embedding())
            .outputDataFormat(RNNFormat.NCW)
            // DL4J's default narrows with the vocabulary, to where a short training hardly starts.
            .weightInit(new NormalDistribution(0, 0.1))
            .build();
    return model.embeddings() == ModelSettings.Start.WORD2VEC_FROZEN
        ? new FrozenLayer.Builder().layer(layer).build()
        : layer;
  }

  /** DL4J takes the probability of keeping a unit; ours is of dropping it. */
  private static double keep(TrainSettings train) {
    return 1 - train.regularization().input();
  }

  /** Words that the network knows. */
  public static int vocabulary(MultiLayerNetwork network) {
    return Math.toIntExact(wordVectors(network).size(0));
  }

  /** The word vectors themselves, {@code [vocabulary, embedding]}, not a copy. */
  public static INDArray wordVectors(MultiLayerNetwork network) {
    return network.getLayer(0).getParam("W");
  }
}
