package dev.perplex.registry;

import dev.perplex.provenance.Check;

/**
 * When a candidate becomes the champion.
 *
 * @param model row of the report that is judged
 * @param changedEvaluation what is done where the champion was judged on another evaluation set
 * @param keep former champions that {@code gc} keeps
 */
public record PromoteSettings(
    String model,
    ChangedEvaluation changedEvaluation,
    int keep,
    QualitySettings quality,
    DataSettings data) {

  /** The answer to an evaluation set that is not the champion's. */
  public enum ChangedEvaluation {
    /** The champion is scored anew, on the candidate's set. */
    RESCORE,
    /** The candidate is refused. */
    REFUSE,
    /** The bounds that need no champion decide alone. */
    ACCEPT
  }

  public PromoteSettings {
    Check.notBlank("model", model);
    Check.atLeast("keep", keep, 0);
  }
}
