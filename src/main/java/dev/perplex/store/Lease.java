package dev.perplex.store;

import dev.perplex.provenance.PerplexException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ownership of something that only one driver may write, until it is closed or lost. */
public final class Lease implements Fence, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final LeaseFiles files;
  private final Claim claim;
  private final String what;
  private final Runnable closed;
  private long beat; // the last that was written
  private boolean over; // closed
  private PerplexException lost; // null while it is held

  /**
   * @param claim that is confirmed by beat 0
   * @param closed told when it is
   */
  Lease(LeaseFiles files, Claim claim, String what, Runnable closed) {
    this.files = files;
    this.claim = claim;
    this.what = what;
    this.closed = closed;
  }

  @Override
  public long epoch() {
    return claim.epoch();
  }

  @Override
  public synchronized void check() {
    if (over) {
      throw PerplexException.leaseLost("%s was given up: this process is ending.", what);
    }
    look();
    if (lost != null) {
      throw lost;
    }
  }

  /** A sign of life, and a look whether it is still needed. */
  synchronized void beat() {
    if (over || lost != null) {
      return;
    }
    files.create(claim.beatFile(beat + 1), "");
    beat++;
    files.delete(claim.beatFile(beat - 1));
    look();
  }

  /** Null while it is held, as far as is known. */
  synchronized PerplexException lost() {
    return lost;
  }

  private void look() {
    if (lost != null) {
      return;
    }
    LeaseView view = new LeaseView(files.names());
    if (view.isFenced(claim)) {
      Claim owner = view.owner();
      lost =
          PerplexException.leaseLost(
              "%s was taken over by another driver%s, because nothing was heard of this one for"
                  + " %s s (run.lease.seconds). This one publishes nothing more. Let the other end.",
              what,
              owner == null ? "" : " (" + Claimant.described(files.text(owner.file())) + ")",
              Claimant.seconds(claim.millis()));
      return;
    }
    view.remains(claim).forEach(files::delete);
  }

  /** Gives it back; others need not wait for its length. */
  @Override
  public synchronized void close() {
    if (over) {
      return;
    }
    over = true;
    closed.run();
    try {
      if (lost == null) {
        files.create(claim.releasedFile(), "");
      }
      for (String name : List.of(claim.beatFile(beat + 1), claim.beatFile(beat), claim.file())) {
        files.delete(name);
      }
    } catch (PerplexException e) {
      // What was done under the lease is done. Others take its owner for dead, a little later.
      LOG.warn("The lease on {} could not be given back: {}", what, e.getMessage());
    }
  }
}
