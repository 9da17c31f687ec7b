package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.eval.LanguageReader;
import dev.perplex.provenance.PerplexException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DynamicReaderTest {
  private static final double RATE = 0.5;
  private static final DynamicSettings SETTINGS = new DynamicSettings(RATE, 0, 2, 0);

  /** A softmax over biases alone: the gradient of a token's loss is its probabilities less 1. */
  private static final class Biases implements Learner {
    private final double[] biases = new double[3];
    private String learned = "";

    private double[] probabilities() {
      double sum = Arrays.stream(biases).map(Math::exp).sum();
      return Arrays.stream(biases).map(bias -> Math.exp(bias) / sum).toArray();
    }

    @Override
    public LanguageReader reader() {
      return new LanguageReader() {
        @Override
        public void reset() {}

        @Override
        public void logProbabilities(float[] into) {
          double[] all = probabilities();
          for (int id = 0; id < into.length; id++) {
            into[id] = (float) Math.log(all[id]);
          }
        }

        @Override
        public void read(int id) {}

        @Override
        public double[] losses(int[] ids) {
          return Arrays.stream(ids).mapToDouble(id -> -Math.log(probabilities()[id])).toArray();
        }

        @Override
        public float[] hidden() {
          return new float[0];
        }
      };
    }

    @Override
    public void learn(int[] inputs, int[] labels) {
      learned += Arrays.toString(inputs) + Arrays.toString(labels);
      double[] all = probabilities();
      for (int label : labels) {
        for (int id = 0; id < biases.length; id++) {
          biases[id] -= RATE * (all[id] - (id == label ? 1 : 0));
        }
      }
    }

    @Override
    public void restore() {
      Arrays.fill(biases, 0);
    }
  }

  /**
   * By hand: two tokens at 1/3 each; then the biases are -1/3 for words that did not come and 2/3
   * for the one that came twice, so its probability is e / (e + 2).
   */
  @Test
  void lossesAreOfWeightsThatHaveNotSeenTheStretch() {
    double[] losses = new DynamicReader(new Biases(), SETTINGS).losses(new int[] {2, 2, 2, 2});
    double third = Math.log(3);
    double after = Math.log((Math.E + 2) / Math.E);
    assertThat(losses).containsExactly(new double[] {third, third, after, after}, within(1e-9));
  }

  @Test
  void stretchesDoNotDependOnHowItIsAsked() {
    int[] ids = {2, 0, 1, 1, 2, 2, 0};
    Biases whole = new Biases();
    double[] losses = new DynamicReader(whole, SETTINGS).losses(ids);
    Biases single = new Biases();
    DynamicReader reader = new DynamicReader(single, SETTINGS);
    float[] logs = new float[3];
    for (int i = 0; i < ids.length; i++) {
      reader.logProbabilities(logs);
      assertThat(-logs[ids[i]]).isCloseTo((float) losses[i], within(1e-6f));
      reader.read(ids[i]);
    }
    assertThat(single.learned)
        .isEqualTo(whole.learned)
        .isEqualTo("[1, 2][2, 0][0, 1][1, 1][1, 2][2, 2]");
  }

  @Test
  void resetBringsTheTrainedWeightsBack() {
    DynamicReader reader = new DynamicReader(new Biases(), SETTINGS);
    double[] first = reader.losses(new int[] {2, 2, 2});
    reader.reset();
    assertThat(reader.losses(new int[] {2, 2, 2})).isEqualTo(first);
  }

  @Test
  void aModelThatCannotLearnIsRefused() {
    Reading reading = new Reading(Reading.State.STREAM, CacheSettings.NONE, SETTINGS);
    assertThatThrownBy(() -> reading.reader(new FixedModel(0.5, 0.5)))
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            "dynamic evaluation needs a model that can learn, and this one cannot. Set"
                + " report.dynamic.rate = 0, or leave out --dynamic.");
  }
}
