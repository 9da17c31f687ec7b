package dev.perplex.lm.fused;

import dev.perplex.provenance.Seeds;
import java.util.ArrayList;
import java.util.List;

/**
 * Adaptive softmax (Grave et al. 2017, arXiv 1609.04309, section 4.3): a head of the most frequent
 * words and one entry for each tail; tails over projections that shorten by a factor each. Ids have
 * to be sorted by frequency. Its probabilities are exact by construction. Tensors are laid out and
 * named as by PyTorch's {@code AdaptiveLogSoftmaxWithLoss}, but for the tails' biases, which that
 * has not.
 */
public final class AdaptiveSoftmax implements OutputLayer {
  private static final String PREFIX = "softmax.";

  private final int size; // of hidden
  private final int shortlist; // words of the head
  private final FullSoftmax head;
  private final List<SoftmaxTail> tails = new ArrayList<>();
  private final List<Tensor> parameters;
  private final List<Gradient> gradients = new ArrayList<>();
  private final int[] headTargets; // [rows]
  private final double[] tailLosses; // [rows]
  private final float[] entries; // [shortlist + tails], log probabilities of the head

  /**
   * @param rows that will be given at once, at most
   */
  public static AdaptiveSoftmax of(Parameters parameters, int rows) {
    return of(parameters, rows, 0);
  }

  /**
   * @param threshold probability, within the head or a tail, below which the way back sees drawn
   *     words alone; 0 for all
   */
  static AdaptiveSoftmax of(Parameters parameters, int rows, double threshold) {
    NetworkShape shape = parameters.shape();
    List<Tensor> own =
        parameters.all().stream().filter(each -> each.name().startsWith(PREFIX)).toList();
    return new AdaptiveSoftmax(shape, own, rows, threshold);
  }

  /**
   * @param parameters of {@link #tensors}
   */
  AdaptiveSoftmax(NetworkShape shape, List<Tensor> parameters, int rows, double threshold) {
    int[] bounds = bounds(shape);
    this.parameters = List.copyOf(parameters);
    this.shortlist = bounds[0];
    this.size = parameters.get(0).columns();
    this.headTargets = new int[rows];
    this.tailLosses = new double[rows];
    this.entries = new float[parameters.get(0).rows()];
    this.head =
        new FullSoftmax(
            parameters.get(0), parameters.get(1), rows, parameters.subList(0, 2), threshold);
    gradients.addAll(head.gradients());
    for (int i = 0; i + 1 < bounds.length; i++) {
      SoftmaxTail tail =
          new SoftmaxTail(bounds[i], parameters.subList(3 * i + 2, 3 * i + 5), rows, threshold);
      tails.add(tail);
      gradients.addAll(tail.gradients());
    }
  }

  /**
   * The parameters, all zero: the head's weights and bias, then each tail's projection, weights and
   * bias.
   */
  static List<Tensor> tensors(NetworkShape shape) {
    int[] bounds = bounds(shape);
    List<Tensor> tensors = new ArrayList<>();
    int entries = bounds[0] + bounds.length - 1;
    tensors.add(new Tensor(PREFIX + "head.weight", entries, shape.hidden()));
    tensors.add(new Tensor(PREFIX + "head.bias", 1, entries));
    int shorter = shape.hidden();
    for (int i = 0; i + 1 < bounds.length; i++) {
      int words = bounds[i + 1] - bounds[i];
      shorter = Math.max(1, shorter / shape.factor());
      String name = PREFIX + "tail." + i;
      tensors.add(new Tensor(name + ".0.weight", shorter, shape.hidden()));
      tensors.add(new Tensor(name + ".1.weight", words, shorter));
      tensors.add(new Tensor(name + ".1.bias", 1, words));
    }
    return tensors;
  }

  /** Numbers of all of them together. */
  static long elements(NetworkShape shape) {
    int[] bounds = bounds(shape);
    long shorter = shape.hidden();
    long sum = (bounds[0] + bounds.length - 1) * (shorter + 1);
    for (int i = 0; i + 1 < bounds.length; i++) {
      shorter = Math.max(1, shorter / shape.factor());
      sum += shorter * shape.hidden() + (bounds[i + 1] - bounds[i]) * (shorter + 1);
    }
    return sum;
  }

  /** Ids at which the head and the tails end. */
  static int[] bounds(NetworkShape shape) {
    List<Integer> bounds = new ArrayList<>(shape.cutoffs());
    bounds.removeIf(each -> each >= shape.vocabulary());
    bounds.add(shape.vocabulary());
    return bounds.stream().mapToInt(each -> each).toArray();
  }

  /**
   * Sets the biases so that, all weights being zero, a word's probability is its share.
   *
   * @param shares by id, above 0
   */
  static void startAt(Parameters parameters, double[] shares) {
    int[] bounds = bounds(parameters.shape());
    float[] head = parameters.tensor(PREFIX + "head.bias").values();
    for (int id = 0; id < bounds[0]; id++) {
      head[id] = (float) Math.log(shares[id]);
    }
    for (int i = 0; i + 1 < bounds.length; i++) {
      float[] tail = parameters.tensor(PREFIX + "tail." + i + ".1.bias").values();
      double sum = 0;
      for (int id = bounds[i]; id < bounds[i + 1]; id++) {
        sum += shares[id];
      }
      for (int id = bounds[i]; id < bounds[i + 1]; id++) {
        tail[id - bounds[i]] = (float) Math.log(shares[id] / sum);
      }
      head[bounds[0] + i] = (float) Math.log(sum);
    }
  }

  @Override
  public List<Tensor> parameters() {
    return parameters;
  }

  @Override
  public List<Gradient> gradients() {
    return List.copyOf(gradients);
  }

  @Override
  public double train(
      float[] hidden, int rows, int[] labels, float scale, float[] toHidden, long seed) {
    findTargets(labels, rows);
    double loss = head.train(hidden, rows, headTargets, scale, toHidden, seed);
    for (int i = 0; i < tails.size(); i++) {
      loss += tails.get(i).train(hidden, rows, labels, scale, toHidden, Seeds.mix(seed + i + 1));
    }
    return loss;
  }

  private void findTargets(int[] labels, int rows) {
    for (int row = 0; row < rows; row++) {
      headTargets[row] = labels[row];
      for (int i = 0; i < tails.size(); i++) {
        if (tails.get(i).contains(labels[row])) {
          headTargets[row] = shortlist + i;
        }
      }
    }
  }

  @Override
  public void losses(float[] hidden, int rows, int[] labels, double[] into) {
    findTargets(labels, rows);
    head.losses(hidden, rows, headTargets, into);
    for (SoftmaxTail tail : tails) {
      tail.addLosses(hidden, rows, labels, tailLosses, into);
    }
  }

  @Override
  public void logProbabilities(float[] hidden, int row, float[] into) {
    head.logProbabilities(hidden, row, entries);
    System.arraycopy(entries, 0, into, 0, shortlist);
    for (int i = 0; i < tails.size(); i++) {
      tails.get(i).logProbabilities(hidden, row * size, entries[shortlist + i], into);
    }
  }
}
