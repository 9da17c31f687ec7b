package dev.perplex.word2vec.spark;

import dev.perplex.word2vec.WordVectors;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The rows of vectors that this process holds, in the order of ids. */
public final class HeldRows implements Iterator<WordVector> {
  private final WordVectors vectors;
  private int id;

  public HeldRows(WordVectors vectors) {
    this.vectors = vectors;
  }

  @Override
  public boolean hasNext() {
    return id < vectors.size();
  }

  @Override
  public WordVector next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    float[] row = new float[vectors.dimension()];
    for (int i = 0; i < row.length; i++) {
      row[i] = vectors.at(id, i);
    }
    WordVector next = new WordVector(vectors.word(id), row);
    id++;
    return next;
  }
}
