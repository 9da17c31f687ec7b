package dev.perplex.store;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One driver as it takes leases, and gives signs of life for all that it holds. Where the process
 * is asked to end, the leases are given back; where it is killed, others wait for their length.
 */
public final class Claimant implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Claimant.class);

  /** After Spark's own hooks, before Hadoop closes its file systems. */
  private static final int HOOK_PRIORITY = 20;

  private static final long MOST_POLL_MILLIS = 1000;

  private final String name = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  private final LeaseSettings settings;
  private final Runnable whenLost;
  private final List<Lease> held = new CopyOnWriteArrayList<>();
  private final Set<String> gone = new HashSet<>(); // claimants that were silent for too long
  private final Runnable hook = this::giveBack;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lease");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> beating;
  private volatile PerplexException lost; // the first lease that was
  private volatile boolean ending;

  /**
   * @param whenLost called from another thread, again and again, once a lease is lost
   */
  public Claimant(LeaseSettings settings, Runnable whenLost) {
    this.settings = settings;
    this.whenLost = whenLost;
    ShutdownHookManager.get().addShutdownHook(hook, HOOK_PRIORITY);
    this.beating =
        clock.scheduleWithFixedDelay(
            this::beat,
            settings.heartbeatMillis(),
            settings.heartbeatMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Takes a lease, however long that takes where the settings say that it waits.
   *
   * @param folder of this lease's files, and nothing else
   * @param what is owned, as messages name it
   * @param floor an epoch that the owner's has to be above
   * @param notes told for whom it waits, where it does
   * @throws PerplexException exit code 30, where another owns it and is alive
   */
  public Lease acquire(Location folder, String what, long floor, Consumer<String> notes) {
    return acquire(LeaseFiles.in(folder), what, floor, notes);
  }

  /**
   * Takes a lease that others hold for moments only: it waits for them, whatever the settings say.
   *
   * @see #acquire(Location, String, long, Consumer)
   */
  public Lease await(Location folder, String what, long floor, Consumer<String> notes) {
    return acquire(LeaseFiles.in(folder), what, floor, notes, LeaseSettings.OnLive.WAIT);
  }

  Lease acquire(LeaseFiles files, String what, long floor, Consumer<String> notes) {
    return acquire(files, what, floor, notes, settings.onLive());
  }

  private Lease acquire(
      LeaseFiles files,
      String what,
      long floor,
      Consumer<String> notes,
      LeaseSettings.OnLive onLive) {
    SilenceWatch watch = new SilenceWatch(settings.millis());
    Bid bid = Bid.of(name, settings.millis(), floor);
    Set<String> told = new HashSet<>();
    long answered = System.nanoTime(); // when the store last did
    boolean waits = false;
    while (bid.phase() != Bid.Phase.OWNER) {
      try {
        Bid before = bid;
        bid = step(bid, files, watch);
        answered = System.nanoTime();
        if (bid.equals(before)) {
          waits = true;
          meets(watch, files, what, onLive, text -> tellOnce(text, told, notes));
          pause();
        }
      } catch (PerplexException e) {
        if (waits && mayPass(e, bid, answered)) {
          tellOnce("waiting: " + e.getMessage() + " Trying again.", told, notes);
          pause();
          continue;
        }
        bid = bid.failed();
        if (bid.phase() == Bid.Phase.GIVE_UP || bid.phase() == Bid.Phase.GONE) {
          abandon(bid, files);
          throw e;
        }
      }
    }
    bid.dead().forEach(each -> gone.add(each.claimant()));
    Lease[] lease = new Lease[1];
    lease[0] = new Lease(files, bid.mine(), what, () -> held.remove(lease[0]));
    held.add(lease[0]);
    if (ending) {
      lease[0].close(); // the hook may have looked just before
    }
    return lease[0];
  }

  /**
   * Whether a failure of the store ends a wait: one that was long already is not given up for a
   * listing that fails, unless they fail for the length of a lease.
   */
  private boolean mayPass(PerplexException e, Bid bid, long answered) {
    return bid.phase() == Bid.Phase.WATCH
        && e.exitCode() == ExitCode.FAILED
        && System.nanoTime() - answered < settings.millis() * 1_000_000L;
  }

  private Bid step(Bid bid, LeaseFiles files, SilenceWatch watch) {
    switch (bid.call()) {
      case CREATE -> files.create(bid.file(), bid.phase() == Bid.Phase.CLAIM ? card() : "");
      case DELETE -> files.delete(bid.file());
      default -> {
        long before = System.nanoTime();
        LeaseView view = new LeaseView(files.names());
        watch.saw(view, before, System.nanoTime());
        return bid.listed(view, claim -> watch.isSilent(claim) || gone.contains(claim.claimant()));
      }
    }
    return bid.done();
  }

  /** Looks whom it waits for. */
  private void meets(
      SilenceWatch watch,
      LeaseFiles files,
      String what,
      LeaseSettings.OnLive onLive,
      Consumer<String> notes) {
    Optional<Claim> owner = watch.beating();
    if (owner.isEmpty()) {
      watch
          .first(name)
          .ifPresent(
              claim ->
                  notes.accept(
                      String.format(
                          "waiting: a driver (%s) has %s; without a sign of life it is taken over"
                              + " after %s s (run.lease.seconds)",
                          described(files.text(claim.file())),
                          what,
                          seconds(Math.max(settings.millis(), claim.millis())))));
      return;
    }
    String who = described(files.text(owner.get().file()));
    if (onLive == LeaseSettings.OnLive.LEAVE) {
      throw PerplexException.leaseLost(
          "%s is being made by another driver, which is alive (%s). Let it end, or wait for it with"
              + " --set run.lease.on-live=wait.",
          what, who);
    }
    notes.accept("waiting: " + what + " is being made by another driver (" + who + ")");
  }

  private static void tellOnce(String text, Set<String> told, Consumer<String> notes) {
    if (told.add(text)) {
      notes.accept(text);
    }
  }

  private static void abandon(Bid failed, LeaseFiles files) {
    Bid bid = failed;
    try {
      while (bid.call() == Bid.Call.DELETE) {
        files.delete(bid.file());
        bid = bid.done();
      }
    } catch (PerplexException e) {
      LOG.warn("A claim may be left behind, and is passed over in time: {}", e.getMessage());
    }
  }

  private void pause() {
    try {
      Thread.sleep(Math.max(20, Math.min(MOST_POLL_MILLIS, settings.heartbeatMillis() / 4)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PerplexException.failed(e, "interrupted while waiting for another driver.");
    }
  }

  /** Who it is, for people. */
  private static String card() {
    ProcessHandle process = ProcessHandle.current();
    return Json.line(
        Map.of("host", host(), "process", process.pid(), "since", Instant.now().toString()));
  }

  private static String host() {
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      return "unknown";
    }
  }

  static String described(String card) {
    try {
      Map<?, ?> known = Json.read(card, Map.class);
      return "host %s, process %s, since %s"
          .formatted(known.get("host"), known.get("process"), known.get("since"));
    } catch (IllegalArgumentException e) {
      return "unknown host";
    }
  }

  static String seconds(long millis) {
    return millis % 1000 == 0 ? Long.toString(millis / 1000) : Double.toString(millis / 1000.0);
  }

  private void beat() {
    for (Lease lease : held) {
      try {
        lease.beat();
      } catch (RuntimeException | Error e) { // the next one may be written: beats must go on
        LOG.warn("A sign of life could not be written: {}", e.toString());
      }
      if (lease.lost() != null) {
        if (lost == null) {
          lost = lease.lost();
          LOG.warn("{}", lost.getMessage());
        }
        tellLost();
      }
    }
  }

  private void tellLost() {
    try {
      whenLost.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("Work under a lost lease could not be stopped: {}", e.toString());
    }
  }

  /** How a lease of this driver was lost, if one was; looks at storage. */
  public Optional<PerplexException> lost() {
    for (Lease lease : held) {
      try {
        lease.check();
      } catch (PerplexException e) {
        if (lost == null && lease.lost() != null) {
          lost = e;
        }
      }
    }
    return Optional.ofNullable(lost);
  }

  private void giveBack() {
    ending = true;
    held.forEach(Lease::close);
  }

  @Override
  public void close() {
    beating.cancel(false);
    clock.shutdown();
    giveBack();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
