package dev.perplex.word2vec.spark;

import dev.perplex.vocab.Vocabulary;
import java.io.Closeable;
import java.util.Iterator;
import org.apache.spark.util.LongAccumulator;

/** Trained rows with their words, streamed from storage and counted as they pass. */
public final class WordRows implements Iterator<WordVector>, Closeable {
  private static final int EVERY = 4096; // rows between counts

  private final Vocabulary vocabulary;
  private final RowStream rows;
  private final LongAccumulator done;
  private int id;
  private int untold;

  /**
   * @param rows of words, in the order of ids; closed with these
   * @param first id of the rows
   * @param done told how many rows have passed
   */
  public WordRows(Vocabulary vocabulary, RowStream rows, int first, LongAccumulator done) {
    this.vocabulary = vocabulary;
    this.rows = rows;
    this.id = first;
    this.done = done;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public WordVector next() {
    WordVector next = new WordVector(vocabulary.word(id), rows.next());
    id++;
    untold++;
    if (untold == EVERY || !rows.hasNext()) {
      done.add(untold);
      untold = 0;
    }
    return next;
  }

  @Override
  public void close() {
    rows.close();
  }
}
