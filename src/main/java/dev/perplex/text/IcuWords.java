package dev.perplex.text;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;

/**
 * Words as ICU's rules and dictionaries cut them: every segment but those of white space. A special
 * token spelled in the text, which ICU cuts in three, is put together again.
 */
final class IcuWords implements Segmenter {
  private final BreakIterator words;
  private final CharRange range = new CharRange();

  IcuWords(ULocale language) {
    this.words = BreakIterator.getWordInstance(language);
  }

  /** Whether the language's rules are those of Unicode, untailored. */
  boolean untailored() {
    return words.toString().equals(BreakIterator.getWordInstance(ULocale.ROOT).toString());
  }

  @Override
  public void segment(char[] text, int from, int to, TokenWriter tokens) {
    range.set(text, from, to);
    words.setText(range);
    int start = words.first();
    int end = words.next();
    while (end != BreakIterator.DONE) {
      int special = end - start == 1 ? tokens.specialLength(text, from + start, to) : 0;
      // The end of the spelling must be a boundary: an accent on the > makes it another text.
      if (special > 0 && words.isBoundary(start + special)) {
        end = start + special;
      } else if (special > 0) {
        words.following(start);
      }
      piece(text, from + start, from + end, tokens);
      start = end;
      end = words.next();
    }
  }

  private static void piece(char[] text, int from, int to, TokenWriter tokens) {
    for (int i = from; i < to; i++) {
      if (!WhiteSpace.is(text[i])) {
        tokens.word(text, from, to);
        return;
      }
    }
  }
}
