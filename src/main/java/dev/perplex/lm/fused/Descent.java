package dev.perplex.lm.fused;

import java.util.ArrayList;
import java.util.List;

/**
 * Moves parameters by an {@link UpdateRule}, after it took {@code rate * weightDecay} of each away
 * (decoupled weight decay, Loshchilov and Hutter 2019).
 *
 * <p>Where a gradient is of rows, only touched rows move and only they cost anything. A row that
 * rested for k steps first makes up for them when it is touched: its moments fall as k gradients of
 * zero would have had them fall, and it decays k times, at the rate of this step. So its moments
 * are always those of the dense rule. What a resting row misses are the steps that the dense Adam
 * would have taken on by the mean of past gradients (at most {@code beta1 / (1 - beta1)} times the
 * last step, 9 times at .9); SGD, AdaGrad and RMSProp, which do not move on a zero gradient, miss
 * nothing. A row that has not been touched since has not been decayed either: a softmax or a
 * validation that reads it sees it as it was.
 */
final class Descent implements Optimizer {
  private final UpdateRule rule;
  private final double weightDecay;
  private final List<Gradient> gradients;
  private final List<Moments> moments = new ArrayList<>();
  private final List<Tensor> rested = new ArrayList<>(); // by gradient; null for those of all rows
  private final Tensor steps; // [1, 1], exact to 2^24 steps
  private final List<Tensor> state = new ArrayList<>();

  Descent(UpdateRule rule, double weightDecay, List<Gradient> gradients) {
    this.rule = rule;
    this.weightDecay = weightDecay;
    this.gradients = List.copyOf(gradients);
    this.steps = new Tensor("optimizer.steps", 1, 1);
    state.add(steps);
    for (Gradient gradient : gradients) {
      Moments each = new Moments(gradient, rule);
      moments.add(each);
      state.addAll(each.kept());
      Tensor tensor = gradient.tensor();
      boolean falls = weightDecay > 0 || rule.moments().length > 0;
      Tensor since =
          gradient.isOfRows() && falls
              ? new Tensor("optimizer.moved." + tensor.name(), tensor.rows(), 1)
              : null;
      rested.add(since);
      if (since != null) {
        state.add(since);
      }
    }
  }

  @Override
  public void step(List<Gradient> given, double rate) {
    step(given, rate, 1);
  }

  @Override
  public void step(List<Gradient> given, double rate, double scale) {
    if (given.size() != gradients.size()) {
      throw new IllegalArgumentException(
          given.size() + " gradients of " + gradients.size() + " tensors");
    }
    long step = (long) steps.values()[0] + 1;
    for (int i = 0; i < given.size(); i++) {
      Gradient gradient = given.get(i);
      if (gradient.tensor() != gradients.get(i).tensor()) {
        throw new IllegalArgumentException(
            "gradient "
                + i
                + " is of "
                + gradient.tensor().name()
                + " and not of "
                + gradients.get(i).tensor().name());
      }
      if (gradient.isOfRows()) {
        moveRows(gradient, i, rate, scale, step);
      } else {
        moveAll(gradient, i, rate, scale, step);
      }
    }
    steps.values()[0] = step;
  }

  private void moveAll(Gradient gradient, int i, double rate, double scale, long step) {
    float[] w = gradient.tensor().values();
    if (weightDecay > 0) {
      Moments.scale(w, 1 - rate * weightDecay, w.length);
    }
    rule.move(w, gradient.values(), moments.get(i).whole(), w.length, rate, scale, step);
  }

  private void moveRows(Gradient gradient, int i, double rate, double scale, long step) {
    Moments of = moments.get(i);
    Tensor since = rested.get(i);
    int columns = gradient.tensor().columns();
    for (int k = 0; k < gradient.count(); k++) {
      int row = gradient.row(k);
      of.load(gradient, k);
      if (since != null) {
        double missed = step - 1 - since.values()[row];
        if (missed > 0) {
          rule.rest(of.rowMoments(), columns, missed);
        }
        if (weightDecay > 0) {
          Moments.scale(of.row(), Math.pow(1 - rate * weightDecay, missed + 1), columns);
        }
        since.values()[row] = step;
      }
      rule.move(of.row(), of.slope(), of.rowMoments(), columns, rate, scale, step);
      of.store(row);
    }
  }

  @Override
  public List<Tensor> state() {
    return List.copyOf(state);
  }
}
