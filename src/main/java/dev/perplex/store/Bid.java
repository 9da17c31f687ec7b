package dev.perplex.store;

import dev.perplex.provenance.PerplexException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How a claimant comes to own a lease, one call of the store a step, on stores that can create,
 * list and delete and nothing more. It is a value, so that tests can try every order of the steps
 * of several claimants.
 *
 * <p>A claimant that sees no live claim writes one, with an epoch above all it sees, and looks
 * again. Whoever wrote later sees the other: so of two that are alive at most one sees nobody, and
 * owns. Where both see each other, the one with the lower claim withdraws and the other waits for
 * that. An owner says so by its first beat. Only who was silent for the length of its lease is
 * passed over; it then has the lower epoch, and finds out by looking.
 *
 * @param floor the epoch that the next owner has to be above, whatever the folder says
 * @param mine null until there is a claim
 * @param dead claims that were passed over when this one was made
 * @param doomed files that are left to be deleted
 */
record Bid(
    String claimant,
    long millis,
    long floor,
    Phase phase,
    Claim mine,
    Set<Claim> dead,
    List<String> doomed) {

  enum Phase {
    /** Lists until no claim is left that is alive. */
    WATCH,
    /** Writes its claim. */
    CLAIM,
    /** Lists until nobody else can be an owner. */
    SETTLE,
    /** Writes its first beat. */
    CONFIRM,
    /** Lists once more: it may have been taken for dead meanwhile. */
    VERIFY,
    /** Deletes what those before it left. */
    CLEAN,
    OWNER,
    /** Deletes its beat and its claim, and watches again. */
    WITHDRAW,
    /** Deletes them because the store failed, and ends. */
    GIVE_UP,
    GONE
  }

  /** A call of the store. */
  enum Call {
    LIST,
    CREATE,
    DELETE,
    NONE
  }

  static Bid of(String claimant, long millis, long floor) {
    return new Bid(claimant, millis, floor, Phase.WATCH, null, Set.of(), List.of());
  }

  private Bid at(Phase next) {
    return new Bid(claimant, millis, floor, next, mine, dead, doomed);
  }

  private Bid withdrawing(Phase how) {
    return new Bid(
        claimant, millis, floor, how, mine, dead, List.of(mine.beatFile(0), mine.file()));
  }

  /** What it does next. */
  Call call() {
    return switch (phase) {
      case WATCH, SETTLE, VERIFY -> Call.LIST;
      case CLAIM, CONFIRM -> Call.CREATE;
      case CLEAN, WITHDRAW, GIVE_UP -> Call.DELETE;
      case OWNER, GONE -> Call.NONE;
    };
  }

  /** The file that it creates or deletes. */
  String file() {
    return switch (phase) {
      case CLAIM -> mine.file();
      case CONFIRM -> mine.beatFile(0);
      default -> doomed.get(0);
    };
  }

  /** After the file was created or deleted. */
  Bid done() {
    return switch (phase) {
      case CLAIM -> at(Phase.SETTLE);
      case CONFIRM -> at(Phase.VERIFY);
      default -> oneLess();
    };
  }

  /** After the store failed; the call may have had its effect. An owner stays one. */
  Bid failed() {
    if (phase == Phase.CLEAN) {
      return oneLess();
    }
    if (mine == null || phase == Phase.GIVE_UP || phase == Phase.WITHDRAW) {
      return at(Phase.GONE);
    }
    return withdrawing(Phase.GIVE_UP);
  }

  private Bid oneLess() {
    List<String> rest = doomed.subList(1, doomed.size());
    Phase after =
        switch (phase) {
          case CLEAN -> Phase.OWNER;
          case WITHDRAW -> Phase.WATCH;
          default -> Phase.GONE;
        };
    return new Bid(
        claimant,
        millis,
        floor,
        rest.isEmpty() ? after : phase,
        rest.isEmpty() && after != Phase.OWNER ? null : mine,
        dead,
        List.copyOf(rest));
  }

  /**
   * After a listing.
   *
   * @param silent whether a claim's owner gave no sign of life for the length of its lease
   * @throws PerplexException (data refused) where no epoch is left above those of the files
   */
  Bid listed(LeaseView view, Predicate<Claim> silent) {
    return switch (phase) {
      case WATCH -> watched(view, silent);
      case SETTLE -> settled(view, silent);
      case VERIFY -> verified(view);
      default -> throw new IllegalStateException(phase + " does not list");
    };
  }

  private Bid watched(LeaseView view, Predicate<Claim> silent) {
    List<Claim> others = view.others(null);
    if (!others.stream().allMatch(silent)) {
      return this;
    }
    long epoch = Math.max(view.highest(), floor) + 1;
    if (epoch > Claim.MOST_EPOCH) {
      throw PerplexException.dataRefused(
          "a file of a lease has the epoch %d in its name, which no lease comes to: it is damaged or"
              + " forged. Delete it from the folder %s of the run or artefact.",
          epoch - 1, LeaseView.FOLDER);
    }
    return new Bid(
        claimant,
        millis,
        floor,
        Phase.CLAIM,
        new Claim(epoch, claimant, millis),
        Set.copyOf(others),
        List.of());
  }

  private Bid settled(LeaseView view, Predicate<Claim> silent) {
    if (view.isFenced(mine)) {
      return withdrawing(Phase.WITHDRAW);
    }
    Set<Claim> rivals = new TreeSet<>(view.others(mine));
    rivals.removeAll(dead);
    if (rivals.isEmpty()) {
      return at(Phase.CONFIRM);
    }
    // One that came first may be an owner by now; a silent one is passed over with a higher epoch.
    boolean mayWait =
        rivals.stream()
            .noneMatch(
                each -> each.compareTo(mine) > 0 || view.isConfirmed(each) || silent.test(each));
    return mayWait ? this : withdrawing(Phase.WITHDRAW);
  }

  private Bid verified(LeaseView view) {
    if (view.isFenced(mine)) {
      return withdrawing(Phase.WITHDRAW);
    }
    List<String> remains = view.remains(mine);
    return new Bid(
        claimant,
        millis,
        floor,
        remains.isEmpty() ? Phase.OWNER : Phase.CLEAN,
        mine,
        dead,
        remains);
  }
}
