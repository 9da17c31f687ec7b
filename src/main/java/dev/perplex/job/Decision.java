package dev.perplex.job;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.registry.GateDecision;
import dev.perplex.store.Artefact;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was decided of a candidate: {@code decision.json}.
 *
 * @param format {@code perplex-decision}
 * @param version of the format
 * @param promoted whether no gate refused
 * @param against id of the version that was champion; empty for none
 * @param why in words
 * @param gates in order
 */
record Decision(
    String format,
    int version,
    boolean promoted,
    String against,
    String why,
    List<GateDecision> gates) {
  static final String FILE_NAME = "decision.json";
  private static final String FORMAT = "perplex-decision";
  private static final int VERSION = 1;

  /**
   * @param reason for a promotion, in words
   */
  static Decision of(String against, String reason, List<GateDecision> gates) {
    List<GateDecision> refusals = GateDecision.refusals(gates);
    return new Decision(
        FORMAT,
        VERSION,
        refusals.isEmpty(),
        against,
        refusals.isEmpty() ? reason : refused(refusals),
        gates);
  }

  /** The first refusal, and the names of the others. */
  static String refused(List<GateDecision> refusals) {
    GateDecision first = refusals.get(0);
    String more =
        refusals.stream().skip(1).map(GateDecision::gate).collect(Collectors.joining(", "));
    return first.gate() + ": " + first.message() + (more.isEmpty() ? "" : " (and: " + more + ")");
  }

  static Decision read(Artefact artefact) {
    try {
      return Json.read(artefact.readText(FILE_NAME), Decision.class);
    } catch (IllegalArgumentException e) {
      throw PerplexException.dataRefused(
          "%s/%s cannot be read: %s. Make it again with --force=promote.",
          artefact.folder(), FILE_NAME, e.getMessage());
    }
  }
}
