package dev.perplex.lm.fused;

import java.util.ArrayList;
import java.util.List;

/**
 * NT-ASGD (Merity, Keskar and Socher 2017, algorithm 1): steps as another optimizer takes them, and
 * from a trigger on the mean of the weights after each step.
 *
 * <p>A row that rests costs nothing here too: its mean takes in all steps of a rest at once, before
 * the row next moves or when {@link #averages} is asked for.
 */
final class AveragedDescent implements Optimizer {
  private final Optimizer descent;
  private final int patience;
  private final List<Gradient> gradients;
  private final List<Tensor> means = new ArrayList<>();
  private final List<Tensor> counted = new ArrayList<>(); // steps in a row's mean, [rows, 1]
  private final Tensor count; // [1, 2]: whether averaging began, and steps since
  private final List<Tensor> state = new ArrayList<>();

  AveragedDescent(Optimizer descent, int patience, List<Gradient> gradients) {
    this.descent = descent;
    this.patience = patience;
    this.gradients = List.copyOf(gradients);
    this.count = new Tensor("optimizer.averaged", 1, 2);
    state.addAll(descent.state());
    state.add(count);
    for (Gradient gradient : gradients) {
      Tensor tensor = gradient.tensor();
      Tensor mean = new Tensor("optimizer.mean." + tensor.name(), tensor.rows(), tensor.columns());
      means.add(mean);
      state.add(mean);
      Tensor steps =
          new Tensor(
              "optimizer.counted." + tensor.name(), gradient.isOfRows() ? tensor.rows() : 0, 1);
      counted.add(steps);
      if (gradient.isOfRows()) {
        state.add(steps);
      }
    }
  }

  @Override
  public void step(List<Gradient> given, double rate) {
    step(given, rate, 1);
  }

  @Override
  public void step(List<Gradient> given, double rate, double scale) {
    float done = count.values()[1];
    if (begun()) {
      for (int i = 0; i < given.size(); i++) {
        Gradient gradient = given.get(i);
        for (int k = 0; gradient.isOfRows() && k < gradient.count(); k++) {
          catchUp(i, gradient.row(k), done);
        }
      }
    }
    descent.step(given, rate, scale);
    if (begun()) {
      for (int i = 0; i < given.size(); i++) {
        if (!given.get(i).isOfRows()) {
          Tensor tensor = given.get(i).tensor();
          blend(tensor.values(), means.get(i).values(), 0, tensor.values().length, 1 / (done + 1));
        }
      }
      count.values()[1] = done + 1;
    }
  }

  private boolean begun() {
    return count.values()[0] != 0;
  }

  /**
   * Takes the row's value of the steps that it rested, up to the {@code done}-th, into its mean.
   */
  private void catchUp(int i, int row, float done) {
    float[] steps = counted.get(i).values();
    if (done > steps[row]) {
      Tensor tensor = gradients.get(i).tensor();
      int columns = tensor.columns();
      float share = (done - steps[row]) / done;
      blend(tensor.values(), means.get(i).values(), row * columns, columns, share);
      steps[row] = done;
    }
  }

  private static void blend(float[] w, float[] mean, int at, int length, float share) {
    for (int i = at; i < at + length; i++) {
      mean[i] += share * (w[i] - mean[i]);
    }
  }

  @Override
  public void validated(double... losses) {
    if (NonMonotonic.start(patience, losses) >= 0) {
      count.values()[0] = 1;
    }
  }

  @Override
  public List<Tensor> averages() {
    float done = count.values()[1];
    if (done == 0) {
      return List.of();
    }
    for (int i = 0; i < gradients.size(); i++) {
      for (int row = 0; row < counted.get(i).rows(); row++) {
        catchUp(i, row, done);
      }
    }
    return List.copyOf(means);
  }

  @Override
  public List<Tensor> state() {
    return List.copyOf(state);
  }
}
