package dev.perplex.lm.rounds;

import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.fused.Schedule;

/** The learning rate of each minibatch of a round: a function of the tokens done until then. */
public final class RoundRates {
  private final TrainSettings settings;
  private final RoundPlan plan;
  private final Schedule schedule;

  public RoundRates(TrainSettings settings, RoundPlan plan) {
    this.settings = settings;
    this.plan = plan;
    this.schedule = new Schedule(settings.schedule());
  }

  /**
   * @param lengths time steps of each minibatch of the round that begins here
   * @param losses of all validations so far, oldest first, nats a token
   */
  public double[] of(Position position, int[] lengths, double[] losses) {
    double[] rates = new double[lengths.length];
    long tokens = position.tokens();
    for (int i = 0; i < lengths.length; i++) {
      double part = settings.randomLengths() ? (double) lengths[i] / settings.bptt() : 1;
      rates[i] =
          part
              * settings.rate()
              * schedule.share(tokens, plan.tokensTotal(), plan.tokensOfEpoch(), losses);
      tokens += (long) lengths[i] * settings.workers() * settings.batch();
    }
    return rates;
  }
}
