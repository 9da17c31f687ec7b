package dev.perplex.report;

import java.util.List;

/**
 * How a row that mixes the probabilities of other rows was made.
 *
 * @param model the row
 * @param parts rows that are mixed
 * @param weights of the parts; they sum to 1
 * @param iterations of expectation maximization on the validation split
 * @param validationTokens that the weights were fitted on
 * @param validationLoss of the mixture with these weights, nats a token
 * @param validationPerplexity exp of it
 */
public record Mixture(
    String model,
    List<String> parts,
    List<Double> weights,
    int iterations,
    long validationTokens,
    double validationLoss,
    double validationPerplexity) {}
