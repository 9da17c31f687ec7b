package dev.perplex.registry;

import java.util.List;

/**
 * All that the quality gate looks at.
 *
 * @param perplexity of the candidate on the evaluation set
 * @param bitsPerByte likewise
 * @param champion what the candidate is held against; null where there is none
 * @param without why there is none, in words; null where there is one
 * @param bands both on words of like frequency; empty where that cannot be compared
 * @param vectors both on files of questions
 * @param check of the packed model; null where it was not asked for
 */
public record Measured(
    double perplexity,
    double bitsPerByte,
    Against champion,
    Without without,
    List<Band> bands,
    List<Vectors> vectors,
    Check check) {

  /** Why there is nothing to be held against. */
  public enum Without {
    /** No version was champion before. */
    FIRST,
    /** The champion was judged on another evaluation set, and is not scored anew. */
    CHANGED,
    /** No gate compares the two. */
    OFF,
    /** The candidate is refused whatever comes out. */
    NOT_ASKED
  }

  /**
   * The candidate against the champion on the same text.
   *
   * @param version of the champion
   * @param measure what is compared, in words: {@code perplexity}, {@code bits a byte}
   * @param value of the candidate
   * @param baseline of the champion
   * @param pValue of no difference; null where there are fewer than two documents
   * @param significant whether it is below 1 less the level of the intervals
   * @param rescored whether the champion was scored anew, on the candidate's evaluation set
   * @param sentence all this for people
   */
  public record Against(
      String version,
      String measure,
      double value,
      double baseline,
      Double pValue,
      boolean significant,
      boolean rescored,
      String sentence) {

    public double ratio() {
      return value / baseline;
    }
  }

  /** Perplexities of both on words of like frequency. */
  public record Band(String label, long tokens, double candidate, double champion) {}

  /** Shares of right analogies, or rank correlations, of both. */
  public record Vectors(String file, double candidate, double champion) {}

  /**
   * What a JVM of its own made of the packed model.
   *
   * @param passed whether it was loaded and gave the losses of the report
   * @param documents that it was asked
   * @param words what came out
   */
  public record Check(boolean passed, int documents, String words) {}

  /** What speaks for a candidate that no gate refused, in words. */
  public String reason() {
    if (champion != null) {
      return champion.sentence();
    }
    return switch (without) {
      case FIRST -> "there was no champion to be judged against";
      case CHANGED ->
          "the champion was judged on another evaluation set (promote.changed-evaluation = accept),"
              + " and no bound that needs no champion refused";
      case OFF, NOT_ASKED -> "no gate refused, and none compares it with the champion's losses";
    };
  }

  public Measured {
    bands = List.copyOf(bands);
    vectors = List.copyOf(vectors);
  }
}
