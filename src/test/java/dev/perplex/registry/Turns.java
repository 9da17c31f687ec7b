package dev.perplex.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Two at work, who take turns as a schedule says: a step of one or the other at each place. After
 * the schedule's end each goes on alone, the first before the second.
 */
final class Turns {
  private final List<Thread> workers = new ArrayList<>();
  private final Semaphore[] go = {new Semaphore(0), new Semaphore(0)};
  private final Semaphore arrived = new Semaphore(0);
  private final boolean[] ended = new boolean[2];
  private final boolean[] waiting = new boolean[2]; // for the other to do something
  private final Throwable[] failures = new Throwable[2];

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
   * Runs both.
   *
   * @param schedule whose turn it is: bit i of it, for the first steps
   * @param length of the schedule
   * @param after what is looked at after each step
   */
  void run(long schedule, int length, Runnable after, Runnable first, Runnable second) {
    Runnable[] works = {first, second};
    for (int who = 0; who < 2; who++) {
      int mine = who;
      Thread thread =
          new Thread(
              () -> {
                go[mine].acquireUninterruptibly();
                try {
                  works[mine].run();
                } catch (Throwable e) {
                  failures[mine] = e;
                } finally {
                  ended[mine] = true;
                  arrived.release();
                }
              });
      thread.start();
      workers.add(thread);
    }
    for (int at = 0; !(ended[0] && ended[1]); at++) {
      int wanted = at < length ? (int) (schedule >> at & 1) : 0;
      int who = ended[wanted] || (waiting[wanted] && !ended[1 - wanted]) ? 1 - wanted : wanted;
      waiting[0] = false;
      waiting[1] = false;
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
}
