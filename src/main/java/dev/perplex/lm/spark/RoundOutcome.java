package dev.perplex.lm.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * What a task of a round returns: a value, or what it lacked. Spark would try a task that throws
 * four times, in vain.
 */
record RoundOutcome<T>(T value, String lost) implements Serializable {

  static <T> RoundOutcome<T> of(Callable<T> work) throws Exception {
    try {
      return new RoundOutcome<>(work.call(), null);
    } catch (RoundLost e) {
      return new RoundOutcome<>(null, e.getMessage());
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
}
