package dev.perplex.word2vec.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** The next rows of an iterator, so many at most. */
final class FirstRows implements Iterator<WordVector> {
  private final Iterator<WordVector> rows;
  private int left;

  FirstRows(Iterator<WordVector> rows, int most) {
    this.rows = rows;
    this.left = most;
  }

  @Override
  public boolean hasNext() {
    return left > 0 && rows.hasNext();
  }

  @Override
  public WordVector next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    left--;
    return rows.next();
  }
}
