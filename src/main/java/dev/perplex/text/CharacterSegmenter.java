package dev.perplex.text;

/** Code points; a space is the token " ". */
final class CharacterSegmenter implements Segmenter {

  @Override
  public void segment(char[] text, int from, int to, TokenWriter tokens) {
    int at = from;
    while (at < to) {
      int start = at;
      at += Character.charCount(Character.codePointAt(text, at, to));
      tokens.word(text, start, at);
    }
  }
}
