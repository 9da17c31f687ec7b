package dev.perplex.lm.fused;

import java.util.ArrayList;
import java.util.List;

/**
 * Moves parameters by an {@link UpdateRule}, after it took {@code rate * weightDecay} of each away
 * (decoupled weight decay, Loshchilov and Hutter 2019).
 *
 * <p>Where a gradient is of rows, only touched rows move and only they cost anything. A row that
 * rested for k steps first makes up for them when it is read again ({@link #read}), or touched: its
 * moments fall as k gradients of zero would have had them fall, it goes on as far as the dense Adam
 * would have gone by the mean of past gradients (up to 9 times its last step at .9, which for rare
 * words is most of what they learn), and it decays k times, all at the rate of this step. So rows
 * that are read before they are touched move as by the dense rule. A row that has not been read
 * since is as it was: a softmax or a validation that reads it sees it so.
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

  @Override
  public void read(Tensor tensor, int[] rows, double rate) {
    for (int i = 0; i < gradients.size(); i++) {
      if (gradients.get(i).tensor() == tensor && rested.get(i) != null) {
        long now = (long) steps.values()[0];
        Moments of = moments.get(i);
        for (int row : rows) {
          if (now > rested.get(i).values()[row]) {
            of.load(row);
            makeUp(of, i, row, rate, now);
            of.store(row);
            rested.get(i).values()[row] = now;
          }
        }
      }
    }
  }

  /** For the steps until this one that a row in the scratch rested. */
  private void makeUp(Moments of, int i, int row, double rate, long now) {
    long last = (long) rested.get(i).values()[row];
    int columns = of.row().length;
    if (now > last) {
      if (last > 0) { // before the first touch there is nothing to go on by
        rule.rest(of.row(), of.rowMoments(), columns, now - last, rate, last);
      }
      if (weightDecay > 0) {
        Moments.scale(of.row(), Math.pow(1 - rate * weightDecay, now - last), columns);
      }
    }
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
        makeUp(of, i, row, rate, step - 1);
        if (weightDecay > 0) {
          Moments.scale(of.row(), 1 - rate * weightDecay, columns);
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
