package dev.perplex.text;

/** Finds the tokens in a piece of text that holds no \n. */
interface Segmenter {
  void segment(char[] text, int from, int to, TokenWriter tokens);
}
