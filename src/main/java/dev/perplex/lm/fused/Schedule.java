package dev.perplex.lm.fused;

import dev.perplex.lm.ScheduleSettings;

/**
 * The course of the learning rate: a pure function of the tokens that all workers have done and of
 * the validations, so that neither the number of workers nor a resume changes it.
 */
public final class Schedule {
  private final ScheduleSettings settings;

  public Schedule(ScheduleSettings settings) {
    this.settings = settings;
  }

  /**
   * The share of the starting rate that is due.
   *
   * @param done tokens that all workers have done; more than {@code total} counts as {@code total}
   * @param total tokens of all epochs
   * @param epoch tokens of an epoch
   * @param losses of all validations so far, oldest first
   */
  public double share(long done, long total, long epoch, double... losses) {
    if (done < 0 || total < 1 || epoch < 1) {
      throw new IllegalArgumentException(
          done + " tokens done of " + total + ", " + epoch + " an epoch");
    }
    return switch (settings.course()) {
      case CONSTANT -> 1;
      case DECAY -> decay(Math.min(done, total - 1) / epoch);
      case PLATEAU -> Math.pow(settings.divisor(), -plateaus(losses));
      case COSINE -> cosine(Math.min(1, (double) done / total));
    };
  }

  /**
   * @param epoch from 0; the last token of an epoch is of that epoch
   */
  private double decay(long epoch) {
    return Math.pow(settings.divisor(), -Math.max(0, epoch + 1 - settings.constantEpochs()));
  }

  /** How often more than {@code patience} validations in a row brought no new best. */
  private int plateaus(double... losses) {
    double best = Double.POSITIVE_INFINITY;
    int waited = 0;
    int plateaus = 0;
    for (double loss : losses) {
      if (loss < best) {
        best = loss;
        waited = 0;
      } else {
        waited++;
      }
      if (waited > settings.patience()) {
        plateaus++;
        waited = 0;
      }
    }
    return plateaus;
  }

  private double cosine(double done) {
    double warm = settings.warmUp();
    double share =
        done < warm
            ? done / warm
            : warm == 1 ? 1 : (1 + Math.cos(Math.PI * (done - warm) / (1 - warm))) / 2;
    return settings.floor() + (1 - settings.floor()) * share;
  }
}
