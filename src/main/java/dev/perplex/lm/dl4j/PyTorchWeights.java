package dev.perplex.lm.dl4j;

import dev.perplex.eval.LanguageModel;
import dev.perplex.lm.Cell;
import dev.perplex.lm.Dl4jModel;
import dev.perplex.lm.fused.FusedModel;
import dev.perplex.lm.fused.Parameters;
import dev.perplex.lm.fused.SoftmaxKind;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.provenance.PerplexException;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's weights under the names, in the shapes and in the gate order of a PyTorch module with
 * {@code embedding = nn.Embedding}, {@code rnn = nn.LSTM} (or {@code nn.GRU}, {@code nn.RNN}) and
 * {@code softmax = nn.Linear}, which the engine's own are, but for a softmax that is tied.
 */
public final class PyTorchWeights {
  private static final String WORDS = "embedding.weight";
  private static final String SOFTMAX = "softmax.weight";

  private PyTorchWeights() {}

  /**
   * @throws PerplexException exit code 2, where PyTorch has no such layers
   */
  public static List<Tensor> of(LanguageModel model) {
    if (model instanceof Dl4jModel dl4j) {
      return of(Dl4jConversion.parameters(dl4j.network()));
    }
    if (model instanceof FusedModel fused) {
      return of(fused.parameters());
    }
    throw new IllegalArgumentException(model.getClass() + " has no weights that are known here");
  }

  private static List<Tensor> of(Parameters parameters) {
    if (parameters.shape().cell() == Cell.PEEPHOLE_LSTM) {
      throw PerplexException.usage(
          "the model has peepholes (train.model.cell), which PyTorch's nn.LSTM has not. Take"
              + " model.safetensors of the artefact, or train with cell lstm.");
    }
    List<Tensor> all = new ArrayList<>(parameters.all());
    if (parameters.shape().softmax() == SoftmaxKind.TIED) {
      // Tied: the softmax's weights are the words' vectors, which PyTorch stores twice.
      Tensor words = parameters.tensor(WORDS);
      Tensor softmax = new Tensor(SOFTMAX, words.rows(), words.columns());
      System.arraycopy(words.values(), 0, softmax.values(), 0, words.values().length);
      all.add(softmax);
    }
    return all;
  }
}
