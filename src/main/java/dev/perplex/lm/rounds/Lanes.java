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
  private int[][] ids;
  private long from;
  private int steps;

  public Lanes(Minibatches layout, IdStream stream, int worker) {
    this.layout = layout;
    this.stream = stream;
    this.worker = worker;
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
      from = start;
      steps = count;
    }
    List<Minibatch> minibatches = new ArrayList<>();
    int at = (int) (start - from);
    for (int length : lengths) {
      minibatches.add(Minibatches.cut(ids, at, length));
      at += length;
    }
    return minibatches;
  }
}
