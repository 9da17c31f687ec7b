package dev.perplex.word2vec.spark;

import dev.perplex.kernel.FloatKernel;
import dev.perplex.word2vec.Crew;
import dev.perplex.word2vec.GlobalRows;
import dev.perplex.word2vec.OwnRows;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.StampedLock;

/**
 * The global rows in one executor JVM, shared by its cores, and each core's own rows. From round to
 * round only what the round changed is read; a JVM that is new, or missed rounds, reads what it
 * lacks. Only a hint for speed: everything here can be read again from storage, so it is given up
 * when memory runs short.
 */
final class SharedRows {
  /** Trainings of one application whose rows are held: as many as go on side by side, about. */
  private static final int MOST = 4;

  /** By the training's name, the one that was used last at the end. */
  private static final Map<String, SoftReference<SharedRows>> HELD =
      new LinkedHashMap<>(8, 0.75f, true);

  /** Before the first round, where a training may start from stored rows. */
  static final int NOTHING = -1;

  private static final int BROKEN = Integer.MAX_VALUE;
  private static final long REFUSED = 0; // no stamp

  private final TrainingPlan training;
  private final GlobalRows rows;
  private final StampedLock lock = new StampedLock(); // whichever thread took it may give it back
  private final ConcurrentLinkedDeque<OwnRows> idle = new ConcurrentLinkedDeque<>();
  private int rounds = NOTHING; // done in rows

  private SharedRows(TrainingPlan training) {
    this.training = training;
    this.rows = new GlobalRows(training.work().shape(), training.initial());
  }

  /** The rows as a state has them; they do not change until the lease is closed. */
  static Lease lease(TrainingPlan training, RoundStore store, RoundState state) {
    while (true) {
      SharedRows shared = of(training);
      long stamp = shared.bringTo(state, store);
      if (stamp != REFUSED) {
        return shared.new Lease(stamp);
      }
    }
  }

  /** Rows in use by one task. */
  final class Lease implements AutoCloseable {
    private final long stamp;
    private OwnRows own;
    private boolean closed;

    private Lease(long stamp) {
      this.stamp = stamp;
    }

    GlobalRows global() {
      return rows;
    }

    /** The task's own rows. */
    OwnRows own() {
      if (own == null) {
        OwnRows used = idle.pollFirst();
        own = used == null ? new OwnRows(rows.shape()) : used;
      }
      return own;
    }

    /** Ends the use of both; from any thread, and more than once. */
    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        if (own != null) {
          idle.addFirst(own);
          own = null;
        }
        lock.unlockRead(stamp);
      }
    }
  }

  private static SharedRows of(TrainingPlan training) {
    synchronized (HELD) {
      SoftReference<SharedRows> held = HELD.get(training.name());
      SharedRows shared = held == null ? null : held.get();
      if (shared == null) {
        FloatKernel.fastest().warmUp(); // while the other cores wait here, the compiler has them
        shared = new SharedRows(training);
        HELD.put(training.name(), new SoftReference<>(shared));
        while (HELD.size() > MOST) {
          HELD.remove(HELD.keySet().iterator().next());
        }
      }
      return shared;
    }
  }

  private void giveUp() {
    synchronized (HELD) {
      SoftReference<SharedRows> held = HELD.get(training.name());
      if (held != null && held.get() == this) {
        HELD.remove(training.name());
      }
    }
  }

  /** Gives a training's rows up. */
  static void clear(String training) {
    synchronized (HELD) {
      HELD.remove(training);
    }
  }

  /**
   * The stamp of the read lock, with the rows as the state has them.
   *
   * @return {@link #REFUSED} where reading failed for another task: its rows are given up, and each
   *     task is to meet the error itself
   */
  private long bringTo(RoundState state, RoundStore store) {
    while (true) {
      long reading = lock.readLock();
      if (rounds == state.rounds()) {
        return reading;
      }
      // Another task may be the first to write, hence the loop.
      lock.unlockRead(reading);
      long writing = lock.writeLock();
      try {
        if (rounds == BROKEN) {
          return REFUSED;
        }
        if (rounds < state.rounds()) {
          read(state, store);
        } else if (rounds > state.rounds()) {
          throw new IllegalStateException(
              rounds + " rounds are done, so a task of round " + state.rounds() + " is of no use");
        }
      } finally {
        if (rounds == BROKEN) {
          giveUp();
        }
        lock.unlockWrite(writing);
      }
    }
  }

  /** Parts have no row in common, so they are read side by side; the other cores wait meanwhile. */
  private void read(RoundState state, RoundStore store) {
    int from = rounds;
    rounds = BROKEN; // if reading fails half-way, nobody may use these rows
    Crew.work(
        training.cores(),
        state.parts(),
        part -> {
          bring(rows, state.chains().get(part), from, store);
          return part;
        });
    rounds = state.rounds();
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
