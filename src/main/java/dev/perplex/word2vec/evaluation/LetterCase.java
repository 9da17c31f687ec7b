package dev.perplex.word2vec.evaluation;

import java.util.Locale;

/** Whether words of a test and words of the vectors are the same where only their case differs. */
public enum LetterCase {
  /**
   * They are: both are compared in upper case, and of several variants among the vectors the first
   * counts, as in gensim and word2vec.c.
   */
  IGNORED,
  /** They are not. */
  EXACT;

  String key(String word) {
    return this == IGNORED ? word.toUpperCase(Locale.ROOT) : word;
  }
}
