package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.LeaseSettings.OnLive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimantTest {
  private static final Consumer<String> NOBODY = note -> {};
  private static final String WHAT = "the run r";

  private final FakeFiles files = new FakeFiles();
  private final List<Claimant> claimants = new ArrayList<>();

  private Claimant claimant(OnLive onLive, Runnable whenLost) {
    Claimant claimant = new Claimant(new LeaseSettings(onLive, 0.45, 0.15), whenLost);
    claimants.add(claimant);
    return claimant;
  }

  private Claimant leaving() {
    return claimant(OnLive.LEAVE, () -> {});
  }

  @AfterEach
  void close() {
    claimants.forEach(Claimant::close);
  }

  private Lease acquire(Claimant claimant) {
    return claimant.acquire(files, WHAT, 0, NOBODY);
  }

  private static void assertLost(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PerplexException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.LEASE_LOST);
              assertThat(e.getMessage()).contains(parts).doesNotContain("\n");
            });
  }

  /** A driver that was killed at a moment: its files stay as they are. */
  private Lease killed(long epoch) {
    Claim claim = new Claim(epoch, "killed", 450);
    files.put(claim.file(), claim.beatFile(0));
    return new Lease(files, claim, WHAT, () -> {});
  }

  @Test
  void aSecondDriverLeavesWhileTheFirstIsAlive() {
    Lease first = acquire(leaving());
    assertLost(
        () -> acquire(leaving()),
        "the run r is being made by another driver, which is alive (host ",
        "process " + ProcessHandle.current().pid(),
        "--set run.lease.on-live=wait");
    first.check();
    assertThat(first.epoch()).isEqualTo(1);
  }

  @Test
  void orItWaitsAndSaysForWhom() throws Exception {
    Lease first = acquire(leaving());
    CountDownLatch told = new CountDownLatch(1);
    List<String> notes = new ArrayList<>();
    Claimant second = claimant(OnLive.WAIT, () -> {});
    CompletableFuture<Lease> waiting =
        CompletableFuture.supplyAsync(
            () ->
                second.acquire(
                    files,
                    WHAT,
                    0,
                    note -> {
                      notes.add(note);
                      if (note.contains("is being made")) {
                        told.countDown();
                      }
                    }));
    assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(waiting).isNotDone();
    first.close();
    assertThat(waiting.get(1, TimeUnit.MINUTES).epoch()).isEqualTo(2);
    assertThat(notes).hasSizeBetween(1, 2);
    assertThat(notes.get(notes.size() - 1))
        .startsWith("waiting: the run r is being made by another driver (host");
  }

  /** Waits, and then the store fails until further notice. */
  private CompletableFuture<Lease> waiting(double seconds, CountDownLatch failed)
      throws InterruptedException {
    CountDownLatch waits = new CountDownLatch(1);
    Claimant claimant = new Claimant(new LeaseSettings(OnLive.WAIT, seconds, 0.15), () -> {});
    claimants.add(claimant);
    Consumer<String> notes =
        note -> (note.contains("the store fails. Trying again.") ? failed : waits).countDown();
    CompletableFuture<Lease> waiting =
        CompletableFuture.supplyAsync(() -> claimant.acquire(files, WHAT, 0, notes));
    assertThat(waits.await(1, TimeUnit.MINUTES)).isTrue();
    files.fail(0, Integer.MAX_VALUE / 2, false);
    return waiting;
  }

  @Test
  void aWaitOfHoursDoesNotEndByAListingThatFails() throws Exception {
    Lease lease = acquire(leaving());
    CountDownLatch failed = new CountDownLatch(1);
    CompletableFuture<Lease> waiting = waiting(60, failed);
    assertThat(failed.await(1, TimeUnit.MINUTES)).isTrue();
    files.fail(0, 0, false);
    lease.close();
    assertThat(waiting.get(1, TimeUnit.MINUTES).epoch()).isEqualTo(2);
  }

  @Test
  void itEndsWhereTheStoreFailsForTheLengthOfALease() throws Exception {
    acquire(leaving());
    CompletableFuture<Lease> waiting = waiting(0.45, new CountDownLatch(1));
    assertThatThrownBy(() -> waiting.get(1, TimeUnit.MINUTES))
        .hasMessageContaining("the store fails.");
    files.fail(0, 0, false);
  }

  @Test
  void oneFileIsLeftHoweverManyOwnersThereWere() {
    for (int i = 1; i <= 5; i++) {
      try (Lease lease = acquire(leaving())) {
        assertThat(lease.epoch()).isEqualTo(i);
        lease.beat();
        lease.beat();
        assertThat(files.look()).hasSize(2);
      }
    }
    assertThat(files.look()).containsExactly("00000005.released");
  }

  @Test
  void oneThatIsKilledIsTakenOverAndFencedIfItWakes() {
    Lease old = killed(7);
    old.check();
    Lease lease = acquire(leaving());
    assertThat(lease.epoch()).isEqualTo(8);
    assertLost(
        old::check,
        "the run r was taken over by another driver (host ",
        "because nothing was heard of this one for 0.45 s (run.lease.seconds)");
    old.beat();
    assertThat(old.lost()).isNotNull();
    old.close();
    lease.check();
    lease.close();
    assertThat(files.look()).containsExactly("00000008.released");
  }

  /** It does not know yet, and says once more that it lives. */
  @Test
  void aSignOfLifeThatComesTooLateHarmsNobody() {
    Lease old = killed(7);
    Lease lease = acquire(leaving());
    old.beat();
    lease.check();
    assertThat(old.lost()).isNotNull();
    lease.beat();
    lease.close();
    assertThat(files.look()).containsExactly("00000008.released");
  }

  @Test
  void theEpochIsAboveTheFloor() {
    assertThat(leaving().acquire(files, WHAT, 41, NOBODY).epoch()).isEqualTo(42);
  }

  @Test
  void whoWasSilentOnceIsNotWaitedForAgain() {
    killed(7);
    Claimant claimant = claimant(OnLive.LEAVE, () -> {});
    acquire(claimant);
    FakeFiles others = new FakeFiles();
    others.put("00000001-killed-86400000.claim", "00000001-killed-5.beat");
    assertThat(claimant.acquire(others, "another", 0, NOBODY).epoch()).isEqualTo(2);
  }

  @Test
  void workIsStoppedWhenALeaseIsLost() throws Exception {
    CountDownLatch stopped = new CountDownLatch(2);
    Claimant claimant = claimant(OnLive.LEAVE, stopped::countDown);
    acquire(claimant);
    assertThat(claimant.lost()).isEmpty();
    files.put("00000009-z-1000.claim", "00000009-z-0.beat");
    assertThat(stopped.await(1, TimeUnit.MINUTES)).as("again and again").isTrue();
    assertThat(claimant.lost().orElseThrow().getMessage()).contains("was taken over");
  }

  /** It would have confirmed itself; as it is, nobody has owned after the first. */
  @Test
  void aHigherClaimThatIsNoOwnersFencesNobody() {
    Lease lease = acquire(leaving());
    files.put("00000009-z-1000.claim");
    lease.check();
  }

  @Test
  void aStoreThatFailsForAWhileCostsNoLease() throws Exception {
    Lease lease = acquire(leaving());
    int before = files.calls();
    files.fail(0, 3, true);
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (files.calls() < before + 8) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
    lease.check();
  }

  /** Every call of taking and giving back, whether it has had its effect or not. */
  @Test
  void whicheverCallFailsTheNextDriverOwns() {
    for (boolean losing : new boolean[] {false, true}) {
      for (int call = 0; call < 9; call++) {
        FakeFiles place = new FakeFiles();
        place.put("00000002.released");
        place.fail(call, call + 1, losing);
        String as = "call " + call + ", losing " + losing;
        try (Claimant first = leaving()) {
          try (Lease lease = first.acquire(place, WHAT, 0, NOBODY)) {
            assertThat(lease.epoch()).as(as).isEqualTo(3);
          } catch (PerplexException e) {
            assertThat(e.exitCode()).as(as).isEqualTo(ExitCode.FAILED);
          }
        }
        try (Claimant second = leaving();
            Lease lease = second.acquire(place, WHAT, 0, NOBODY)) {
          assertThat(lease.epoch()).as(as).isBetween(3L, 4L);
        }
        assertThat(place.look()).as(as).hasSize(1);
      }
    }
  }

  @Test
  void onStorageItIsTheSame(@TempDir Path folder) {
    Location place = Location.of(folder.toString(), new Configuration()).child("lease");
    Claimant claimant = leaving();
    try (Lease lease = claimant.acquire(place, WHAT, 0, NOBODY)) {
      assertLost(() -> leaving().acquire(place, WHAT, 0, NOBODY), "is alive");
      lease.check();
      assertThat(place.names()).hasSize(2);
      assertThat(place.child(place.names().get(1)).readText()).contains("\"host\"");
    }
    assertThat(place.names()).containsExactly("00000001.released");
  }

  @Test
  void aLeaseThatWasGivenBackPublishesNothing() {
    Lease lease = acquire(leaving());
    lease.close();
    lease.close();
    assertLost(lease::check, "the run r was given up: this process is ending.");
  }

  @Test
  void settingsSayTheirBounds() {
    Map<String, ThrowingCallable> bad =
        Map.of(
            "heartbeat-seconds = 0.05 is not between 0.1 and 3600",
            () -> new LeaseSettings(OnLive.LEAVE, 60, 0.05),
            "seconds = 29.0 is below 3 times run.lease.heartbeat-seconds = 10.0",
            () -> new LeaseSettings(OnLive.LEAVE, 29, 10),
            "seconds = 86401 is not between 0.3 and 86400",
            () -> new LeaseSettings(OnLive.WAIT, 86_401, 10));
    bad.forEach((message, call) -> assertThatThrownBy(call).hasMessageContaining(message));
  }
}
