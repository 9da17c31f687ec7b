package dev.perplex.lm.spark;

import dev.perplex.cluster.MemoryBlocks;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What a task of a round returns: a value and the executor that has what the task left, or what it
 * lacked. Spark would try a task that throws four times, in vain.
 */
record RoundOutcome<T>(T value, MemoryBlocks.Place at, String lost) implements Serializable {

  static <T> RoundOutcome<T> of(Callable<T> work) throws Exception {
    try {
      return new RoundOutcome<>(work.call(), MemoryBlocks.here(), null);
    } catch (RoundLost e) {
      return new RoundOutcome<>(null, null, e.getMessage());
    }
  }

  static <T> List<T> values(List<RoundOutcome<T>> outcomes) throws RoundLost {
    List<T> values = new ArrayList<>();
    for (RoundOutcome<T> outcome : outcomes) {
      if (outcome.lost() != null) {
        throw new RoundLost(outcome.lost());
      }
      values.add(outcome.value());
    }
    return values;
  }

  static <T> List<MemoryBlocks.Place> places(List<RoundOutcome<T>> outcomes) {
    return outcomes.stream().map(RoundOutcome::at).toList();
  }
}
