package dev.perplex.lm.rounds;

import dev.perplex.lm.Minibatch;
import dev.perplex.lm.Minibatches;
import dev.perplex.vocab.IdStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker's ids, read ahead: shards are opened once in many rounds. Knows nothing that changes a
 * result.
 */
public final class Lanes {
  /** Ids read at once, about, over all lanes. */
  private static final int AHEAD = 1 << 18;

  private final Minibatches layout;
  private final IdStream stream;
  private final int worker;
  private final boolean restarts;
  private int[][] ids;
  private int[][] documents; // null where state is carried from document to document
  private long from;
  private int steps;

  /**
   * @param restarts whether state starts anew at documents
   */
  public Lanes(Minibatches layout, IdStream stream, int worker, boolean restarts) {
    this.layout = layout;
    this.stream = stream;
    this.worker = worker;
    this.restarts = restarts;
  }

  /** Minibatches of these lengths, one after another, from a time step on. */
  public List<Minibatch> minibatches(long start, int... lengths) {
    int wanted = 0;
    for (int length : lengths) {
      wanted += length;
    }
    if (ids == null || start < from || start + wanted > from + steps) {
      int ahead = Math.max(wanted, AHEAD / layout.batch());
      int count = (int) Math.min(ahead, layout.laneLength() - start);
      ids = layout.lanes(stream, worker, start, count);
      documents = restarts ? layout.documents(stream, worker, start, count) : null;
      from = start;
      steps = count;
    }
    List<Minibatch> minibatches = new ArrayList<>();
    int at = (int) (start - from);
    for (int length : lengths) {
      minibatches.add(Minibatches.cut(ids, documents, at, length));
      at += length;
    }
    return minibatches;
  }
}
