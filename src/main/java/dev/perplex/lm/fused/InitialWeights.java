package dev.perplex.lm.fused;

import dev.perplex.provenance.Check;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import java.io.Serializable;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How weights are drawn before training, all uniformly and around zero; biases start at zero.
 *
 * @param range bound on all weights (Zaremba et al. 2014: 0.1, 0.05, 0.04); 0 for {@code 1 /
 *     sqrt(hidden)} in recurrent layers and softmax, as PyTorch's modules have it, and 0.1 for word
 *     vectors
 * @param forgetBias where the forget gates' bias starts (Jozefowicz et al. 2015: 1)
 */
public record InitialWeights(double range, double forgetBias) implements Serializable {
  private static final double VECTORS = 0.1;

  public InitialWeights {
    Check.between("range", range, 0, 10);
    Check.between("forget-bias", forgetBias, -10, 10);
  }

  /** Fills all of a network's parameters; equal seeds give equal bits. */
  public void draw(Parameters parameters, long seed) {
    SplittableRandom random = Seeds.random(seed, Stage.TRAIN, 0, 0);
    NetworkShape shape = parameters.shape();
    for (Tensor tensor : parameters.all()) {
      float[] values = tensor.values();
      if (tensor.name().contains("bias")) {
        Arrays.fill(values, 0);
      } else {
        double bound =
            range > 0
                ? range
                : tensor.name().equals(Parameters.WORDS) ? VECTORS : 1 / Math.sqrt(shape.hidden());
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
      }
    }
    if (shape.cell().gates() == 4) {
      for (int layer = 0; layer < shape.layers(); layer++) {
        float[] bias = parameters.tensor(Parameters.ofLayer("bias_ih", layer)).values();
        Arrays.fill(bias, shape.hidden(), 2 * shape.hidden(), (float) forgetBias);
      }
    }
  }

  /**
   * Starts the softmax at the words' frequencies, so that training does not spend its first
   * hundreds of minibatches on finding them.
   *
   * @param counts by id, of any part of the training text
   */
  public static void startAtFrequencies(Parameters parameters, long[] counts) {
    float[] bias = parameters.tensor(Parameters.SOFTMAX_BIAS).values();
    if (counts.length != bias.length) {
      throw new IllegalArgumentException(counts.length + " counts of " + bias.length + " words");
    }
    double total = 0;
    for (long count : counts) {
      total += count + 1;
    }
    for (int id = 0; id < bias.length; id++) {
      bias[id] = (float) Math.log((counts[id] + 1) / total);
    }
  }
}
