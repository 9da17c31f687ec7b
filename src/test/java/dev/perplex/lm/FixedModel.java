package dev.perplex.lm;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import java.util.Arrays;

/**
 * A model that expects the same of every place, and whose state is one of two directions, by
 * whether the token before was even.
 */
final class FixedModel implements LanguageModel {
  private final double[] probabilities;

  FixedModel(double... probabilities) {
    this.probabilities = probabilities;
  }

  @Override
  public int vocabulary() {
    return probabilities.length;
  }

  static float[] state(int before) {
    return before % 2 == 0 ? new float[] {1, 0} : new float[] {0, 1};
  }

  @Override
  public LanguageReader reader() {
    return new LanguageReader() {
      private int before = 1;

      @Override
      public void reset() {
        before = 1;
      }

      @Override
      public void logProbabilities(float[] into) {
        for (int id = 0; id < into.length; id++) {
          into[id] = (float) Math.log(probabilities[id]);
        }
      }

      @Override
      public void read(int id) {
        before = id;
      }

      @Override
      public double[] losses(int[] ids) {
        before = ids.length > 0 ? ids[ids.length - 1] : before;
        return Arrays.stream(ids).mapToDouble(id -> -Math.log(probabilities[id])).toArray();
      }

      @Override
      public float[] hidden() {
        return state(before);
      }
    };
  }
}
