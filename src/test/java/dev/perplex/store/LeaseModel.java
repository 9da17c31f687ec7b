package dev.perplex.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Claimants of one lease over a store that creates, lists and deletes, in every order of their
 * steps. Each makes a {@link Bid}, owns, gives back and ends. Within bounds that a case states, any
 * of them may stop for ever, be taken for dead wrongly, or have a call fail that had its effect or
 * had not.
 */
final class LeaseModel {
  /** What is done wrong, for a test of the tests. */
  enum Fault {
    NONE,
    /** A claimant owns as soon as its claim is written. */
    NO_SECOND_LOOK,
    /** Of two claims at once, both wait for the other to go. */
    NOBODY_WITHDRAWS,
    /** Nothing says what the last epoch was. */
    NO_TRACE,
    /** The second look goes by the epoch alone: it waits for nobody. */
    NO_WAIT
  }

  /** How a listing sees files that come and go meanwhile. */
  enum Listing {
    AT_ONCE,
    CLAIMS_FIRST,
    CLAIMS_LAST
  }

  /**
   * @param stops of claimants, in all
   * @param suspicions wrong ones, in all
   * @param failures of calls, in all
   */
  record Case(
      int claimants, Set<String> files, int stops, int suspicions, int failures, Listing listing) {
    Case withListing(Listing other) {
      return new Case(claimants, files, stops, suspicions, failures, other);
    }
  }

  /**
   * @param seen by a listing that is half done; null where none is
   * @param leaving files of its release that are left: created first, the others deleted
   */
  private record Actor(Bid bid, boolean stopped, Set<String> seen, List<String> leaving) {
    boolean owns() {
      return bid.phase() == Bid.Phase.OWNER || bid.phase() == Bid.Phase.CLEAN;
    }

    boolean hasEnded() {
      return stopped || bid.phase() == Bid.Phase.GONE;
    }

    Actor with(Bid next) {
      return new Actor(next, stopped, null, leaving);
    }
  }

  /**
   * @param owned the epochs that anybody has owned
   */
  private record State(
      Set<String> files,
      List<Actor> actors,
      Set<Long> owned,
      int stops,
      int suspicions,
      int failures) {}

  private final Case given;
  private final Fault fault;
  private final Map<State, List<State>> next = new HashMap<>(1 << 16);
  private final List<String> violations = new ArrayList<>();

  private LeaseModel(Case given, Fault fault) {
    this.given = given;
    this.fault = fault;
  }

  /**
   * @param violations of what must hold, each kind at most a few times
   */
  record Result(int states, List<String> violations) {}

  static Result explore(Case given, Fault fault) {
    LeaseModel model = new LeaseModel(given, fault);
    model.walk();
    return new Result(model.next.size(), model.violations);
  }

  private void walk() {
    List<Actor> actors = new ArrayList<>();
    for (int i = 0; i < given.claimants(); i++) {
      actors.add(new Actor(Bid.of(Character.toString('a' + i), 1000, 0), false, null, List.of()));
    }
    State start =
        new State(
            new TreeSet<>(given.files()),
            actors,
            Set.of(new LeaseView(given.files()).owned()),
            given.stops(),
            given.suspicions(),
            given.failures());
    Deque<State> open = new ArrayDeque<>(List.of(start));
    next.put(start, List.of());
    while (!open.isEmpty()) {
      State state = open.pop();
      List<State> after = new ArrayList<>();
      successors(state, after::add);
      next.put(state, after);
      for (State each : after) {
        if (next.putIfAbsent(each, List.of()) == null) {
          open.push(each);
        }
      }
    }
    checkThatAllCanEnd();
  }

  /** From every state there is a way to one in which each claimant has owned, ended or stopped. */
  private void checkThatAllCanEnd() {
    Map<State, List<State>> before = new HashMap<>();
    Deque<State> ends = new ArrayDeque<>();
    Set<State> good = new java.util.HashSet<>();
    next.forEach(
        (state, after) -> {
          after.forEach(each -> before.computeIfAbsent(each, x -> new ArrayList<>()).add(state));
          if (state.actors().stream().allMatch(Actor::hasEnded)) {
            ends.add(state);
            good.add(state);
          }
        });
    while (!ends.isEmpty()) {
      for (State each : before.getOrDefault(ends.pop(), List.of())) {
        if (good.add(each)) {
          ends.add(each);
        }
      }
    }
    for (State state : next.keySet()) {
      if (!good.contains(state)) {
        violation("nobody gets on: " + state);
      }
    }
  }

  private void violation(String text) {
    if (violations.size() < 5) {
      violations.add(text);
    }
  }

  private void successors(State state, Consumer<State> out) {
    for (int i = 0; i < state.actors().size(); i++) {
      Actor actor = state.actors().get(i);
      if (actor.hasEnded()) {
        continue;
      }
      if (state.stops() > 0) {
        Actor stopped = new Actor(actor.bid(), true, actor.seen(), actor.leaving());
        out.accept(changed(state, i, stopped, state.files(), 1, 0, 0));
      }
      if (actor.bid().phase() == Bid.Phase.OWNER) {
        own(state, i, actor, out);
      } else {
        bid(state, i, actor, out);
      }
    }
  }

  private void own(State state, int i, Actor actor, Consumer<State> out) {
    Claim claim = actor.bid().mine();
    boolean fenced = new LeaseView(state.files()).isFenced(claim);
    if (actor.leaving().isEmpty()) {
      if (Collections.max(state.owned()) > claim.epoch() && !fenced) {
        violation("not fenced, though there was a later owner: " + state);
      }
      if (given.suspicions() == 0 && fenced) {
        violation("an owner is fenced that nobody took for dead: " + state);
      }
      List<String> leaving =
          fault == Fault.NO_TRACE
              ? List.of(claim.beatFile(0), claim.file())
              : List.of(claim.releasedFile(), claim.beatFile(0), claim.file());
      // One that knows to be fenced leaves no trace; one that does not may.
      out.accept(
          changed(state, i, new Actor(actor.bid(), false, null, leaving), state.files(), 0, 0, 0));
      return;
    }
    Set<String> files = new TreeSet<>(state.files());
    String file = actor.leaving().get(0);
    if (file.endsWith(LeaseView.RELEASED)) {
      files.add(file);
    } else {
      files.remove(file);
    }
    List<String> rest = List.copyOf(actor.leaving().subList(1, actor.leaving().size()));
    Bid bid = actor.bid();
    if (rest.isEmpty()) {
      bid =
          new Bid(
              bid.claimant(), bid.millis(), bid.floor(), Bid.Phase.GONE, null, Set.of(), List.of());
    }
    out.accept(changed(state, i, new Actor(bid, false, null, rest), files, 0, 0, 0));
  }

  private void bid(State state, int i, Actor actor, Consumer<State> out) {
    Bid bid = actor.bid();
    switch (bid.call()) {
      case LIST -> list(state, i, actor, out);
      case CREATE, DELETE -> {
        Set<String> files = new TreeSet<>(state.files());
        if (bid.call() == Bid.Call.CREATE) {
          files.add(bid.file());
        } else {
          files.remove(bid.file());
        }
        out.accept(changed(state, i, actor.with(bid.done()), files, 0, 0, 0));
        if (state.failures() > 0) {
          out.accept(changed(state, i, actor.with(bid.failed()), files, 0, 0, 1));
          out.accept(changed(state, i, actor.with(bid.failed()), state.files(), 0, 0, 1));
        }
      }
      default -> throw new IllegalStateException(bid.phase() + " has no call");
    }
  }

  private void list(State state, int i, Actor actor, Consumer<State> out) {
    if (given.listing() != Listing.AT_ONCE && actor.seen() == null) {
      Set<String> half = new TreeSet<>(state.files());
      half.removeIf(each -> !isInHalf(each, given.listing() == Listing.CLAIMS_FIRST));
      out.accept(
          changed(
              state,
              i,
              new Actor(actor.bid(), false, half, actor.leaving()),
              state.files(),
              0,
              0,
              0));
      return;
    }
    Set<String> names = new TreeSet<>(state.files());
    if (actor.seen() != null) {
      names.removeIf(each -> !isInHalf(each, given.listing() != Listing.CLAIMS_FIRST));
      names.addAll(actor.seen());
    }
    LeaseView view = new LeaseView(names);
    Set<String> alive = new TreeSet<>();
    state.actors().stream()
        .filter(each -> !each.hasEnded())
        .forEach(each -> alive.add(each.bid().claimant()));
    Bid next = faulty(actor.bid(), view, claim -> !alive.contains(claim.claimant()));
    out.accept(changed(state, i, actor.with(next), state.files(), 0, 0, 0));
    if (state.suspicions() > 0) {
      for (String wronged : alive) {
        Bid misled =
            faulty(
                actor.bid(),
                view,
                claim -> !alive.contains(claim.claimant()) || claim.claimant().equals(wronged));
        if (!wronged.equals(actor.bid().claimant()) && !misled.equals(next)) {
          out.accept(changed(state, i, actor.with(misled), state.files(), 0, 1, 0));
        }
      }
    }
  }

  private static boolean isInHalf(String name, boolean claims) {
    return name.endsWith(LeaseView.CLAIM) == claims;
  }

  private Bid faulty(Bid bid, LeaseView view, java.util.function.Predicate<Claim> silent) {
    if (bid.phase() != Bid.Phase.SETTLE) {
      return bid.listed(view, silent);
    }
    Bid confirm =
        new Bid(
            bid.claimant(),
            bid.millis(),
            bid.floor(),
            Bid.Phase.CONFIRM,
            bid.mine(),
            bid.dead(),
            List.of());
    return switch (fault) {
      case NO_SECOND_LOOK -> confirm;
      case NO_WAIT ->
          view.others(bid.mine()).stream().allMatch(each -> each.compareTo(bid.mine()) < 0)
              ? confirm
              : bid.listed(view, silent);
      case NOBODY_WITHDRAWS ->
          view.others(bid.mine()).stream().noneMatch(each -> each.epoch() == bid.mine().epoch())
              ? bid.listed(view, silent)
              : bid;
      default -> bid.listed(view, silent);
    };
  }

  private State changed(
      State state, int i, Actor actor, Set<String> files, int stops, int suspicions, int failures) {
    List<Actor> actors = new ArrayList<>(state.actors());
    Actor before = actors.set(i, actor);
    Set<Long> owned = state.owned();
    if (actor.owns() && !before.owns()) {
      long epoch = actor.bid().mine().epoch();
      // What a listing in two halves says was so when it began: it may come late, as a check may.
      boolean late = given.suspicions() > 0 && given.listing() != Listing.AT_ONCE;
      if (late ? owned.contains(epoch) : epoch <= Collections.max(owned)) {
        violation("an epoch is not above those before it: " + state);
      }
      owned = new TreeSet<>(owned);
      owned.add(epoch);
      boolean second = actors.stream().filter(each -> each.owns() && !each.hasEnded()).count() > 1;
      if (given.suspicions() == 0 && second) {
        violation("two live owners: " + actors + " after " + state);
      }
    }
    return new State(
        files,
        List.copyOf(actors),
        owned,
        state.stops() - stops,
        state.suspicions() - suspicions,
        state.failures() - failures);
  }
}
