package dev.perplex.store;

/** Watches from afar whether a run's driver gives signs of life. */
public final class RunPulse {
  private final Location lease;
  private final SilenceWatch watch = new SilenceWatch(0);
  private Claim owner; // at the last look; null for none

  RunPulse(Location lease) {
    this.lease = lease;
  }

  /** Looks at the lease's files. */
  public void look() {
    long before = System.nanoTime();
    LeaseView view = new LeaseView(lease.names());
    watch.saw(view, before, System.nanoTime());
    owner = view.owner();
  }

  /** Whether a driver has the run, or had when it was killed. */
  public boolean isOwned() {
    return owner != null;
  }

  /** Whether its driver was silent, while this one looked, for as long as its lease is. */
  public boolean isSilent() {
    return owner != null && watch.isSilent(owner);
  }

  /** How long a driver may be silent, in seconds. */
  public String seconds() {
    return owner == null ? "0" : Claimant.seconds(owner.millis());
  }
}
