package dev.perplex.text;

import static dev.perplex.text.WordClasses.COMPLEX;
import static dev.perplex.text.WordClasses.LETTER;
import static dev.perplex.text.WordClasses.MID_BOTH;
import static dev.perplex.text.WordClasses.MID_LETTER;
import static dev.perplex.text.WordClasses.MID_NUMBER;
import static dev.perplex.text.WordClasses.NUMBER;
import static dev.perplex.text.WordClasses.SPACE;
import static dev.perplex.text.WordClasses.UNDERSCORE;

/**
 * Exactly the words of {@link IcuWords}, several times faster. ICU runs a state machine over every
 * character; most text needs four rules of UAX 29 only (letters, digits and underscores join; one
 * mark of the right kind between two letters or two digits joins them), which are applied here, and
 * the parts of a line that need more are given to ICU. That is exact because ICU too looks for a
 * boundary from the last one on, without looking back.
 */
final class WordSegmenter implements Segmenter {
  private final byte[] classes = WordClasses.table();
  private final IcuWords icu;

  WordSegmenter(IcuWords icu) {
    this.icu = icu;
  }

  @Override
  public void segment(char[] text, int from, int to, TokenWriter tokens) {
    int at = from;
    while (at < to) {
      byte first = classes[text[at]];
      int end;
      if (first == SPACE) {
        end = spaceEnd(text, at, to);
      } else if (first == LETTER || first == NUMBER || first == UNDERSCORE) {
        end = wordEnd(text, at, to, first, tokens);
      } else if (first == COMPLEX) {
        end = -1;
      } else {
        end = markEnd(text, at, to, tokens);
      }
      if (end < 0) {
        end = simpleAgain(text, at + 1, to);
        icu.segment(text, at, end, tokens);
      }
      at = end;
    }
  }

  /** The end of the white space at this place; -1 where it needs ICU. */
  private int spaceEnd(char[] text, int start, int to) {
    int at = start + 1;
    while (at < to && classes[text[at]] == SPACE) {
      at++;
    }
    // A mark joins the space before it.
    return at < to && classes[text[at]] == COMPLEX ? -1 : at;
  }

  /** Writes the word at this place; gives its end, or -1 where it needs ICU. */
  private int wordEnd(char[] text, int start, int to, byte first, TokenWriter tokens) {
    byte last = first;
    int hash = TokenWriter.hash(0, text[start]);
    int at = start + 1;
    while (at < to) {
      byte here = classes[text[at]];
      if (here == LETTER || here == NUMBER || here == UNDERSCORE) {
        last = here;
        hash = TokenWriter.hash(hash, text[at++]);
        continue;
      }
      if (here == COMPLEX) {
        return -1;
      }
      if (!joins(last, here) || at + 1 == to) {
        break;
      }
      byte after = classes[text[at + 1]];
      if (after == COMPLEX) {
        return -1;
      }
      if (after != last) {
        break;
      }
      hash = TokenWriter.hash(TokenWriter.hash(hash, text[at]), text[at + 1]);
      at += 2;
    }
    tokens.word(text, start, at, hash);
    return at;
  }

  private static boolean joins(byte last, byte mark) {
    return last == LETTER
        ? mark == MID_LETTER || mark == MID_BOTH
        : last == NUMBER && (mark == MID_NUMBER || mark == MID_BOTH);
  }

  /** Writes the single mark, or special token, at this place. */
  private int markEnd(char[] text, int start, int to, TokenWriter tokens) {
    int end = start + 1;
    if (text[start] == '<') {
      end = start + Math.max(1, tokens.specialLength(text, start, to));
    }
    if (end < to && classes[text[end]] == COMPLEX) {
      return -1;
    }
    tokens.word(text, start, end);
    return end;
  }

  /**
   * Where the rules here suffice again: after white space, a boundary whatever stood before, and at
   * a stretch between white space that has nothing complex.
   */
  private int simpleAgain(char[] text, int from, int to) {
    int candidate = -1; // the start of the current stretch, so far simple
    for (int at = from; at < to; at++) {
      byte here = classes[text[at]];
      if (here == SPACE) {
        if (candidate >= 0) {
          return candidate;
        }
      } else if (here == COMPLEX) {
        candidate = -1;
      } else if (candidate < 0 && classes[text[at - 1]] == SPACE) {
        candidate = at;
      }
    }
    return candidate >= 0 ? candidate : to;
  }
}
