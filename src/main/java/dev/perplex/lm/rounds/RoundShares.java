package dev.perplex.lm.rounds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Who counts in a round's mean change, and for how much.
 *
 * @param leftOut by worker, whether it ran away
 * @param shares by worker, of the tokens of those that are not left out; 0 for one that is
 * @param loss nats, of those that are not left out
 * @param tokens of those that are not left out; 0 where nobody is left
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record RoundShares(boolean[] leftOut, double[] shares, double loss, long tokens) {

  public static RoundShares of(List<WorkerFigures> workers) {
    boolean[] leftOut = Divergence.leftOut(workers);
    double loss = 0;
    long tokens = 0;
    for (int worker = 0; worker < leftOut.length; worker++) {
      if (!leftOut[worker]) {
        loss += workers.get(worker).loss();
        tokens += workers.get(worker).tokens();
      }
    }
    double[] shares = new double[leftOut.length];
    for (int worker = 0; worker < leftOut.length; worker++) {
      shares[worker] = leftOut[worker] ? 0 : (double) workers.get(worker).tokens() / tokens;
    }
    return new RoundShares(leftOut, shares, loss, tokens);
  }

  public boolean isEmpty() {
    return tokens == 0;
  }

  /** A line for each worker that is left out. */
  public List<String> notes(int round, List<WorkerFigures> workers) {
    List<String> notes = new ArrayList<>();
    for (int worker = 0; worker < leftOut.length; worker++) {
      if (leftOut[worker]) {
        WorkerFigures figures = workers.get(worker);
        notes.add(
            String.format(
                Locale.ROOT,
                "round %d: worker %d is left out and starts afresh: its loss is %.3f nats a token,"
                    + " its change's norm %.3g (all norms: %s)",
                round,
                worker,
                figures.loss() / figures.tokens(),
                figures.norm(),
                norms(workers)));
      }
    }
    return notes;
  }

  private static String norms(List<WorkerFigures> workers) {
    return Arrays.toString(
        workers.stream().map(each -> String.format(Locale.ROOT, "%.3g", each.norm())).toArray());
  }
}
