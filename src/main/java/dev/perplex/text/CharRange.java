package dev.perplex.text;

import java.text.CharacterIterator;

/**
 * A part of an array as ICU wants to see text; the same object is used for one part after another.
 */
final class CharRange implements CharacterIterator, Cloneable {
  private char[] text = new char[0];
  private int from;
  private int length;
  private int at;

  /** Positions that ICU reports count from {@code from}. */
  void set(char[] text, int from, int to) {
    this.text = text;
    this.from = from;
    this.length = to - from;
    this.at = 0;
  }

  @Override
  public char first() {
    at = 0;
    return current();
  }

  @Override
  public char last() {
    at = Math.max(0, length - 1);
    return current();
  }

  @Override
  public char current() {
    return at < length ? text[from + at] : DONE;
  }

  @Override
  public char next() {
    if (at < length - 1) {
      return text[from + ++at];
    }
    at = length;
    return DONE;
  }

  @Override
  public char previous() {
    return at == 0 ? DONE : text[from + --at];
  }

  @Override
  public char setIndex(int position) {
    if (position < 0 || position > length) {
      throw new IllegalArgumentException("position " + position + " of " + length);
    }
    at = position;
    return current();
  }

  @Override
  public int getBeginIndex() {
    return 0;
  }

  @Override
  public int getEndIndex() {
    return length;
  }

  @Override
  public int getIndex() {
    return at;
  }

  @Override
  public CharRange clone() {
    try {
      return (CharRange) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
