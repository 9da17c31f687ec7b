package dev.perplex.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Two at work, who take turns: each waits before each step until it is let go. The choices of whose
 * turn it was are kept, so that all ways to go can be gone one after the other. Where a state has
 * been gone on from before, the choices from there on are no new ones.
 */
final class Turns {
  private final Semaphore[] go = {new Semaphore(0), new Semaphore(0)};
  private final Semaphore arrived = new Semaphore(0);
  private final boolean[] ended = new boolean[2];
  private final boolean[] waiting = new boolean[2]; // for the other to do something
  private final int[] taken = new int[2]; // turns so far
  private final Throwable[] failures = new Throwable[2];
  private final List<Integer> choices = new ArrayList<>();
  private final Set<String> seen; // states of all ways so far
  private final Supplier<String> state;
  private boolean known; // whether this way has come to a state that was seen

  Turns(Set<String> seen, Supplier<String> state) {
    this.seen = seen;
    this.state = state;
  }

  /** Before a step: waits for the turn. */
  void step(int who) {
    arrived.release();
    go[who].acquireUninterruptibly();
  }

  /** Waits until the other has taken a step. */
  void pause(int who) {
    waiting[who] = true;
    step(who);
  }

  /**
   * Runs both to their ends.
   *
   * @param first choices, where both could go on; the first of the two after them
   * @param after what is looked at after each step
   */
  void run(List<Integer> first, Runnable after, Runnable... works) {
    for (int who = 0; who < 2; who++) {
      start(who, works[who]);
    }
    while (!(ended[0] && ended[1])) {
      int who = next(first);
      waiting[0] = false;
      waiting[1] = false;
      taken[who]++;
      go[who].release();
      arrived.acquireUninterruptibly();
      after.run();
    }
    for (Throwable failure : failures) {
      if (failure != null) {
        throw new AssertionError(failure);
      }
    }
  }

  private void start(int who, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              go[who].acquireUninterruptibly();
              try {
                work.run();
              } catch (Throwable e) {
                failures[who] = e;
              } finally {
                ended[who] = true;
                arrived.release();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private int next(List<Integer> first) {
    for (int who = 0; who < 2; who++) {
      if (ended[who] || (waiting[who] && !ended[1 - who])) {
        return 1 - who;
      }
    }
    if (choices.size() < first.size()) {
      int chosen = first.get(choices.size());
      choices.add(chosen);
      return chosen;
    }
    known = known || !seen.add(taken[0] + " " + taken[1] + state.get());
    if (!known) {
      choices.add(0);
    }
    return 0;
  }

  /** The first choices of the next way to go; null after the last. */
  List<Integer> following() {
    int last = choices.lastIndexOf(0);
    if (last < 0) {
      return null;
    }
    List<Integer> following = new ArrayList<>(choices.subList(0, last));
    following.add(1);
    return following;
  }
}
