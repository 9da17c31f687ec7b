package dev.perplex.word2vec;

import java.io.Serializable;

/**
 * What a centre word's window is trained against: output rows, each with the answer that is right.
 */
interface Targets extends Serializable {

  /** The same for one walk over a text: it may remember what the window before had. */
  Targets fresh();

  /** The most rows of a window. */
  int most();

  /**
   * Chooses the output rows for a centre word, all of them different.
   *
   * @param rows [most] filled with row numbers of the model
   * @param labels [most] filled with 1 where the row belongs to the word and 0 where it does not
   * @return how many rows
   */
  int choose(int centre, FastRandom random, int[] rows, float[] labels);
}
