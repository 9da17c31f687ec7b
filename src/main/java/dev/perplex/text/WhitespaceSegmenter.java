package dev.perplex.text;

/** What stands between white space. */
final class WhitespaceSegmenter implements Segmenter {

  @Override
  public void segment(char[] text, int from, int to, TokenWriter tokens) {
    int at = from;
    while (at < to) {
      if (WhiteSpace.is(text[at])) {
        at++;
        continue;
      }
      int start = at;
      int hash = 0;
      do {
        hash = TokenWriter.hash(hash, text[at++]);
      } while (at < to && !WhiteSpace.is(text[at]));
      tokens.word(text, start, at, hash);
    }
  }
}
