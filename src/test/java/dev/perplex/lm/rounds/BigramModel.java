package dev.perplex.lm.rounds;

import dev.perplex.lm.Minibatch;
import dev.perplex.lm.fused.StepFigures;
import dev.perplex.lm.fused.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The smallest model that has all that a round carries: a softmax over the word before (rows of
 * which a minibatch touches few), a trace of the words read (recurrent state), and AdaGrad's sums
 * for the bias (optimizer state).
 */
public final class BigramModel implements RoundModel {
  private final int words;
  private final Tensor table; // [words, words], row: the word before
  private final Tensor bias; // [1, words]
  private final Tensor trace; // [1, words], times the trace
  private final Tensor sums; // [1, words]
  private final boolean[] touched;
  private final Set<Long> poisoned;
  private float[] state;

  /** Makes models. */
  public record Models(int words, int lanes, Set<Long> poisoned) implements RoundModels {
    public Models(int words, int lanes) {
      this(words, lanes, Set.of());
    }

    @Override
    public List<Tensor> start() {
      List<Tensor> start = new BigramModel(this).parameters();
      SplittableRandom random = new SplittableRandom(11);
      for (Tensor tensor : start) {
        for (int i = 0; i < tensor.values().length; i++) {
          tensor.values()[i] = (float) (random.nextDouble() - 0.5);
        }
      }
      return start;
    }

    @Override
    public RoundModel create() {
      return new BigramModel(this);
    }

    @Override
    public byte[] bytes(List<Tensor> parameters) {
      return FloatArrays.toBytes(parameters.stream().map(Tensor::values).toList());
    }
  }

  private BigramModel(Models made) {
    this.words = made.words();
    this.table = new Tensor("table", words, words);
    this.bias = new Tensor("bias", 1, words);
    this.trace = new Tensor("trace", 1, words);
    this.sums = new Tensor("sums", 1, words);
    this.touched = new boolean[words];
    this.poisoned = made.poisoned();
    this.state = new float[made.lanes()];
  }

  @Override
  public List<Tensor> parameters() {
    return List.of(table, bias, trace);
  }

  @Override
  public void loaded() {
    java.util.Arrays.fill(touched, false);
  }

  @Override
  public boolean[] touchedRows(Tensor parameter) {
    return parameter == table ? touched : null;
  }

  @Override
  public StepFigures step(Minibatch minibatch, double rate, long seedOfStep) {
    float[] toTable = new float[words * words];
    float[] toBias = new float[words];
    float[] toTrace = new float[words];
    double loss = 0;
    for (int lane = 0; lane < minibatch.lanes(); lane++) {
      for (int step = 0; step < minibatch.steps(); step++) {
        int at = lane * minibatch.steps() + step;
        int input = minibatch.inputs()[at];
        touched[input] = true;
        boolean starts = minibatch.starts().length > 0 && minibatch.starts()[at];
        state[lane] = (starts ? 0 : 0.5f * state[lane]) + (float) input / words;
        double[] p = probabilities(input, state[lane]);
        loss -= Math.log(p[minibatch.labels()[at]]);
        for (int word = 0; word < words; word++) {
          double d = (p[word] - (word == minibatch.labels()[at] ? 1 : 0)) / minibatch.lanes();
          toTable[input * words + word] += (float) d;
          toBias[word] += (float) d;
          toTrace[word] += (float) (d * state[lane]);
        }
      }
    }
    descend(table, toTable, rate);
    descend(trace, toTrace, rate);
    for (int word = 0; word < words; word++) {
      sums.values()[word] += toBias[word] * toBias[word];
      bias.values()[word] -=
          (float) (0.1 * rate * toBias[word] / (Math.sqrt(sums.values()[word]) + 1e-3));
    }
    if (poisoned.contains(seedOfStep)) {
      bias.values()[0] = seedOfStep % 2 == 0 ? Float.NaN : 1e6f;
    }
    return new StepFigures(loss, (long) minibatch.lanes() * minibatch.steps(), 1);
  }

  private static void descend(Tensor tensor, float[] gradient, double rate) {
    for (int i = 0; i < gradient.length; i++) {
      tensor.values()[i] -= (float) (rate * gradient[i]);
    }
  }

  private double[] probabilities(int input, float read) {
    double[] p = new double[words];
    double sum = 0;
    for (int word = 0; word < words; word++) {
      p[word] =
          Math.exp(
              table.values()[input * words + word]
                  + bias.values()[word]
                  + read * trace.values()[word]);
      sum += p[word];
    }
    for (int word = 0; word < words; word++) {
      p[word] /= sum;
    }
    return p;
  }

  @Override
  public void resetState() {
    state = new float[state.length];
  }

  @Override
  public float[] state() {
    return state.clone();
  }

  @Override
  public void state(float[] saved) {
    state = saved.clone();
  }

  @Override
  public List<Tensor> optimizerState() {
    return new ArrayList<>(List.of(sums));
  }
}
