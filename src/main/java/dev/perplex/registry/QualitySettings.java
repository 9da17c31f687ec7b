package dev.perplex.registry;

import dev.perplex.provenance.Check;

/**
 * The bounds of the quality gate; 0 turns a bound off.
 *
 * @param maxPerplexity of the candidate on the evaluation set
 * @param maxBitsPerByte likewise
 * @param maxRatio of the candidate's perplexity to the champion's; of bits a byte where their
 *     tokens differ
 * @param evidence that the paired bootstrap must show
 * @param maxBandRatio of perplexities in a band of words by frequency
 * @param bandTokens bands with fewer tokens in the evaluation set are left out
 * @param maxVectorDrop of the share of right analogies, or of a rank correlation
 * @param checkDocuments of the evaluation set that the packed model is asked in a JVM of its own
 * @param checkSeconds that this may take
 */
public record QualitySettings(
    double maxPerplexity,
    double maxBitsPerByte,
    double maxRatio,
    Evidence evidence,
    double maxBandRatio,
    long bandTokens,
    double maxVectorDrop,
    int checkDocuments,
    int checkSeconds) {

  /** What must be shown of the difference to the champion. */
  public enum Evidence {
    /** Significantly better. */
    BETTER,
    /** Not significantly worse. */
    NOT_WORSE,
    /** Nothing. */
    NONE
  }

  /** Whether any of them holds the two models' losses against one another. */
  public boolean compares() {
    return maxRatio > 0 || evidence != Evidence.NONE || maxBandRatio > 0;
  }

  public QualitySettings {
    Check.between("max-perplexity", maxPerplexity, 0, Double.MAX_VALUE);
    Check.between("max-bits-per-byte", maxBitsPerByte, 0, Double.MAX_VALUE);
    Check.between("max-ratio", maxRatio, 0, 1000);
    Check.between("max-band-ratio", maxBandRatio, 0, 1000);
    Check.atLeast("band-tokens", bandTokens, 1);
    Check.between("max-vector-drop", maxVectorDrop, 0, 1);
    Check.atLeast("check-documents", checkDocuments, 0);
    Check.atMost("check-documents", checkDocuments, 10_000);
    Check.atLeast("check-seconds", checkSeconds, 1);
  }
}
