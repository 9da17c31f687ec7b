package dev.perplex.report;

/**
 * A model on some of the test tokens.
 *
 * @param model its name in the table
 * @param nats summed loss of these tokens
 * @param perplexity exp of its mean
 */
public record ModelLoss(String model, double nats, double perplexity) {

  public static ModelLoss of(String model, double nats, long tokens) {
    return new ModelLoss(model, nats, Math.exp(nats / tokens));
  }
}
