package dev.perplex.text.spark;

import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.store.TableReader;
import dev.perplex.store.Tables;
import dev.perplex.store.Texts;
import dev.perplex.text.PairCounts;
import dev.perplex.text.Phrases;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/** The counts of words and pairs in one part, in pieces of bounded size. */
final class PartPairs implements Iterator<Tuple2<String, Long>> {
  private final TableReader rows;
  private final Phrases phrases;
  private final LongAccumulator done;
  private Iterator<PairCounts.Count> piece = Collections.emptyIterator();

  PartPairs(Artefact artefact, PartFile part, Phrases phrases, LongAccumulator done) {
    this.rows = new TableReader(Tables.TOKENS_ALONE, artefact, part);
    this.phrases = phrases;
    this.done = done;
  }

  @Override
  public boolean hasNext() {
    while (!piece.hasNext() && rows.hasNext()) {
      piece = nextPiece();
    }
    if (!piece.hasNext()) {
      rows.close();
    }
    return piece.hasNext();
  }

  private Iterator<PairCounts.Count> nextPiece() {
    PairCounts counts = new PairCounts(phrases);
    while (rows.hasNext() && !counts.isFull()) {
      Texts tokens = (Texts) rows.next()[0];
      counts.add(phrases.join(tokens));
      done.add(tokens.size());
    }
    return counts.counts().iterator();
  }

  @Override
  public Tuple2<String, Long> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    PairCounts.Count count = piece.next();
    return new Tuple2<>(count.key(), count.count());
  }
}
