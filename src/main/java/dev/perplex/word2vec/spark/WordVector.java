package dev.perplex.word2vec.spark;

/** A word and its vector: a row on its way to or from a file. */
public final class WordVector {
  private final String word;
  private final float[] vector;

  /**
   * @param vector [dimension]; not copied
   */
  public WordVector(String word, float[] vector) {
    this.word = word;
    this.vector = vector;
  }

  public String word() {
    return word;
  }

  /** [dimension]; not a copy. */
  public float[] vector() {
    return vector;
  }

  /** Whether the word was trained: the vector of one that was not is zero. */
  boolean isTrained() {
    for (float each : vector) {
      if (each != 0) {
        return true;
      }
    }
    return false;
  }
}
