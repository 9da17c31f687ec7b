package dev.perplex.store;

import java.util.AbstractList;
import java.util.RandomAccess;

/** The texts that one row holds in a column; also by number. */
public final class Texts extends AbstractList<String> implements RandomAccess {
  private final TextNumbers numbering;
  private final int[] numbers;

  Texts(TextNumbers numbering, int[] numbers) {
    this.numbering = numbering;
    this.numbers = numbers;
  }

  @Override
  public int size() {
    return numbers.length;
  }

  @Override
  public String get(int index) {
    return numbering.text(numbers[index]);
  }

  /** The number of the text at this place; equal texts have equal numbers. */
  public int number(int index) {
    return numbers[index];
  }

  /** What the numbers mean; the same object for one row after another, but not for all rows. */
  public TextNumbers numbering() {
    return numbering;
  }
}
