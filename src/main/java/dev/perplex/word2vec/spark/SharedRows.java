package dev.perplex.word2vec.spark;

import dev.perplex.kernel.FloatKernel;
import dev.perplex.word2vec.GlobalRows;
import dev.perplex.word2vec.InitialRows;
import dev.perplex.word2vec.ModelShape;
import dev.perplex.word2vec.OwnRows;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * The global rows in one executor JVM, shared by its cores, and each core's own rows. From round to
 * round only what the round changed is read; a JVM that is new, or missed rounds, reads what it
 * lacks. Only a hint for speed: everything here can be read again from storage, so it is given up
 * when memory runs short.
 */
final class SharedRows {
  private static SoftReference<SharedRows> last = new SoftReference<>(null);

  /** Before the first round, where a training may start from stored rows. */
  static final int NOTHING = -1;

  private static final int BROKEN = Integer.MAX_VALUE;

  private final String training;
  private final ModelShape shape;
  private final GlobalRows rows;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final ConcurrentLinkedDeque<OwnRows> idle = new ConcurrentLinkedDeque<>();
  private int rounds = NOTHING; // done in rows

  private SharedRows(String training, ModelShape shape, InitialRows initial) {
    this.training = training;
    this.shape = shape;
    this.rows = new GlobalRows(shape, initial);
  }

  /**
   * Does work on the rows as a state has them. They do not change meanwhile.
   *
   * @param training names one driver's training; rows of another one are given up
   */
  static <R> R with(
      String training,
      InitialRows initial,
      RoundStore store,
      RoundState state,
      BiFunction<GlobalRows, OwnRows, R> work) {
    SharedRows shared = of(training, state.shape(), initial);
    while (!shared.bringTo(state, store)) {
      shared = of(training, state.shape(), initial);
    }
    try {
      OwnRows idle = shared.idle.pollFirst();
      OwnRows own = idle == null ? new OwnRows(shared.shape) : idle;
      R result = work.apply(shared.rows, own);
      shared.idle.addFirst(own);
      return result;
    } finally {
      shared.lock.readLock().unlock();
    }
  }

  private static synchronized SharedRows of(
      String training, ModelShape shape, InitialRows initial) {
    SharedRows shared = last.get();
    if (shared == null || !shared.training.equals(training)) {
      FloatKernel.fastest().warmUp(); // while the other cores wait here, the compiler has them
      shared = new SharedRows(training, shape, initial);
      last = new SoftReference<>(shared);
    }
    return shared;
  }

  private void giveUp() {
    synchronized (SharedRows.class) {
      if (last.get() == this) {
        clear();
      }
    }
  }

  /** Gives all rows up. */
  static synchronized void clear() {
    last = new SoftReference<>(null);
  }

  /**
   * Returns with the read lock held, and the rows as the state has them.
   *
   * @return false, without the lock, where reading failed for another task: its rows are given up,
   *     and each task is to meet the error itself
   */
  @SuppressWarnings("LockNotBeforeTry") // the caller unlocks
  private boolean bringTo(RoundState state, RoundStore store) {
    while (true) {
      lock.readLock().lock();
      if (rounds == state.rounds()) {
        return true;
      }
      // A read lock cannot become a write lock: another task may go first, hence the loop.
      lock.readLock().unlock();
      lock.writeLock().lock();
      try {
        if (rounds == BROKEN) {
          return false;
        }
        if (rounds > state.rounds()) {
          throw new IllegalStateException(
              rounds + " rounds are done, so a task of round " + state.rounds() + " is of no use");
        }
        int from = rounds;
        rounds = BROKEN; // if reading fails half-way, nobody may use these rows
        // Parts have no row in common, so they can be read side by side.
        IntStream.range(0, state.parts())
            .parallel()
            .forEach(part -> bring(rows, state.chains().get(part), from, store));
        rounds = state.rounds();
      } finally {
        if (rounds == BROKEN) {
          giveUp();
        }
        lock.writeLock().unlock();
      }
    }
  }

  /**
   * Brings one part's rows from one round to the end of a chain. A chain that starts after that
   * round starts with a whole file.
   */
  static void bring(GlobalRows rows, List<StoredPart> chain, int from, RoundStore store) {
    for (StoredPart part : chain) {
      if (part.round() > from) {
        if (part.whole()) {
          rows.put(store.read(part));
        } else {
          rows.add(store.read(part));
        }
      }
    }
  }
}
