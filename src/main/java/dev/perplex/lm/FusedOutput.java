package dev.perplex.lm;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Stands for DL4J's softmax layer while a network trains, with the same parameters and values, and
 * makes a {@link FusedOutputLayer} of it. A model file names the stock layer.
 */
final class FusedOutput extends RnnOutputLayer {
  private static final long serialVersionUID = 1L;

  private final RnnOutputLayer stock;

  private FusedOutput(RnnOutputLayer stock) {
    this.stock = stock;
    setLayerName(stock.getLayerName());
    setNIn(stock.getNIn());
    setNOut(stock.getNOut());
    setHasBias(stock.isHasBias());
    setLossFn(stock.getLossFn());
    setActivationFn(stock.getActivationFn());
    setRnnDataFormat(stock.getRnnDataFormat());
    setWeightInitFn(stock.getWeightInitFn());
    setBiasInit(stock.getBiasInit());
    setIUpdater(stock.getIUpdater());
    setBiasUpdater(stock.getBiasUpdater());
    setGradientNormalization(stock.getGradientNormalization());
    setGradientNormalizationThreshold(stock.getGradientNormalizationThreshold());
    setIDropout(stock.getIDropout());
    setRegularization(stock.getRegularization());
    setRegularizationBias(stock.getRegularizationBias());
  }

  /** Puts the faster layer in the place of the stock one. */
  static void use(MultiLayerConfiguration network) {
    NeuralNetConfiguration last = last(network);
    last.setLayer(new FusedOutput((RnnOutputLayer) last.getLayer()));
  }

  /** Puts the stock layer back, if need be. */
  static void useStock(MultiLayerConfiguration network) {
    NeuralNetConfiguration last = last(network);
    if (last.getLayer() instanceof FusedOutput fused) {
      last.setLayer(fused.stock);
    }
  }

  private static NeuralNetConfiguration last(MultiLayerConfiguration network) {
    return network.getConf(network.getConfs().size() - 1);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    FusedOutputLayer layer = new FusedOutputLayer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FusedOutput fused && stock.equals(fused.stock);
  }

  @Override
  public int hashCode() {
    return stock.hashCode();
  }
}
