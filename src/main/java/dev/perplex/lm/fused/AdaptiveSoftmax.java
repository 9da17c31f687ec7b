package dev.perplex.lm.fused;

import dev.perplex.lm.SoftmaxSettings;
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
   * @param parameters of {@link #tensors}, with the same settings
   * @param rows that will be given at once, at most
   */
  public AdaptiveSoftmax(
      SoftmaxSettings settings, int vocabulary, List<Tensor> parameters, int rows) {
    int[] bounds = bounds(settings, vocabulary);
    this.parameters = List.copyOf(parameters);
    this.shortlist = bounds[0];
    this.size = parameters.get(0).columns();
    this.headTargets = new int[rows];
    this.tailLosses = new double[rows];
    this.entries = new float[parameters.get(0).rows()];
    this.head =
        new FullSoftmax(parameters.get(0), parameters.get(1), rows, parameters.subList(0, 2));
    gradients.addAll(head.gradients());
    for (int i = 0; i + 1 < bounds.length; i++) {
      SoftmaxTail tail = new SoftmaxTail(bounds[i], parameters.subList(3 * i + 2, 3 * i + 5), rows);
      tails.add(tail);
      gradients.addAll(tail.gradients());
    }
  }

  /**
   * The parameters, all zero: the head's weights and bias, then each tail's projection, weights and
   * bias.
   *
   * @param size of a row of hidden
   */
  public static List<Tensor> tensors(SoftmaxSettings settings, int vocabulary, int size) {
    int[] bounds = bounds(settings, vocabulary);
    List<Tensor> tensors = new ArrayList<>();
    int entries = bounds[0] + bounds.length - 1;
    tensors.add(new Tensor("softmax.head.weight", entries, size));
    tensors.add(new Tensor("softmax.head.bias", 1, entries));
    int shorter = size;
    for (int i = 0; i + 1 < bounds.length; i++) {
      int words = bounds[i + 1] - bounds[i];
      shorter = Math.max(1, shorter / settings.factor());
      String name = "softmax.tail." + i;
      tensors.add(new Tensor(name + ".0.weight", shorter, size));
      tensors.add(new Tensor(name + ".1.weight", words, shorter));
      tensors.add(new Tensor(name + ".1.bias", 1, words));
    }
    return tensors;
  }

  /** Ids at which the head and the tails end. */
  private static int[] bounds(SoftmaxSettings settings, int vocabulary) {
    List<Integer> bounds = new ArrayList<>(settings.cutoffs());
    bounds.removeIf(each -> each >= vocabulary);
    bounds.add(vocabulary);
    return bounds.stream().mapToInt(each -> each).toArray();
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
    for (SoftmaxTail tail : tails) {
      loss += tail.train(hidden, rows, labels, scale, toHidden);
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
