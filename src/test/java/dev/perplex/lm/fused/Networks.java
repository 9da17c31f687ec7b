package dev.perplex.lm.fused;

import dev.perplex.lm.Minibatch;
import dev.perplex.lm.OptimizerSettings;
import java.util.SplittableRandom;

/** Small networks and minibatches for tests. */
final class Networks {
  private Networks() {}

  static Parameters drawn(NetworkShape shape, long seed) {
    Parameters parameters = new Parameters(shape);
    SplittableRandom random = new SplittableRandom(seed);
    for (Tensor tensor : parameters.all()) {
      for (int i = 0; i < tensor.values().length; i++) {
        tensor.values()[i] = (float) (random.nextDouble() - 0.5);
      }
    }
    return parameters;
  }

  static Minibatch minibatch(int words, int lanes, int steps, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] inputs = random.ints((long) lanes * steps, 0, words).toArray();
    int[] labels = random.ints((long) lanes * steps, 0, words).toArray();
    return new Minibatch(lanes, steps, inputs, labels);
  }

  /** From a row a lane to the order of time. */
  static int[] timeMajor(int[] ids, int lanes, int steps) {
    int[] turned = new int[ids.length];
    for (int lane = 0; lane < lanes; lane++) {
      for (int t = 0; t < steps; t++) {
        turned[t * lanes + lane] = ids[lane * steps + t];
      }
    }
    return turned;
  }

  static Replica replica(Parameters parameters, int lanes, int steps) {
    return new Replica(
        parameters, lanes, steps, 0, OptimizerSettings.plain(), Masks.NONE, OutputPenalty.NONE);
  }
}
