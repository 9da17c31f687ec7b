package dev.perplex.report;

import dev.perplex.provenance.Check;

/**
 * Rows that mix the language model with the n-gram model.
 *
 * @param tokens of the validation split that weights are fitted on, about, in units spread evenly;
 *     0 for all
 */
public record MixtureSettings(long tokens) {
  public MixtureSettings {
    Check.atLeast("tokens", tokens, 0);
  }
}
