package dev.perplex.registry;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pipeline's events in the one order that they have for everybody who sees the same files.
 *
 * <p>Each event that moves the champion names the one that it follows, so these are a tree. Of two
 * that follow the same one, that of the later owner of the lease counts, the higher epoch: the
 * other was written by somebody who had been taken for dead. Of equal epochs, which only events
 * have that were written before there were leases, the one with the longer chain behind it counts,
 * then the smaller id. What is off the chain has lost to what is on it.
 */
public final class Succession {
  private static final Comparator<Event> BY_NAME =
      Comparator.comparingLong(Event::sequence).thenComparing(Event::id);

  private final List<Event> events; // sorted by name
  private final List<Event> chain = new ArrayList<>();
  private final Set<String> onChain = new HashSet<>();
  private final List<String> damaged;

  private Succession(List<Event> events, List<String> damaged) {
    this.events = events;
    this.damaged = List.copyOf(damaged);
    follow();
    chain.forEach(each -> onChain.add(each.id()));
  }

  /**
   * @param damaged files that cannot be read, and why, in words
   */
  static Succession of(Collection<Event> events, List<String> damaged) {
    return new Succession(events.stream().sorted(BY_NAME).toList(), damaged);
  }

  private void follow() {
    Map<String, List<Event>> children = new HashMap<>();
    for (Event event : events) {
      if (event.kind().moves()) {
        children.computeIfAbsent(event.after(), each -> new ArrayList<>()).add(event);
      }
    }
    Map<String, Integer> heights = new HashMap<>();
    for (int i = events.size() - 1; i >= 0; i--) { // children have greater sequences
      Event event = events.get(i);
      if (event.kind().moves()) {
        heights.merge(event.after(), 1 + heights.getOrDefault(event.id(), 0), Math::max);
      }
    }
    String at = "";
    long sequence = 0;
    while (children.containsKey(at)) {
      long next = sequence + 1;
      Optional<Event> best =
          children.get(at).stream()
              .filter(each -> each.sequence() == next)
              .max(
                  Comparator.comparingLong(Event::epoch)
                      .thenComparingInt(each -> heights.getOrDefault(each.id(), 0))
                      .thenComparing(Event::id, Comparator.reverseOrder()));
      if (best.isEmpty()) {
        return;
      }
      chain.add(best.get());
      at = best.get().id();
      sequence = next;
    }
  }

  /** All events, in order: those that followed the same one by when they were made. */
  public List<Event> events() {
    return events;
  }

  /** What cannot be read, and why, in words. */
  public List<String> damaged() {
    return damaged;
  }

  /** The events that moved the champion, oldest first. */
  public List<Event> chain() {
    return List.copyOf(chain);
  }

  /** Whether an event has lost: it moved the champion for nobody. */
  public boolean lost(Event event) {
    return event.kind().moves() && !onChain.contains(event.id());
  }

  /** The event that moved the champion last. */
  public Optional<Event> head() {
    return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
  }

  public Optional<Version> champion() {
    return head().map(Event::version);
  }

  /** The version that was judged last, champion or not. */
  public Optional<Version> candidate() {
    return events.stream()
        .filter(Event::judges)
        .max(Comparator.comparing(Event::instant).thenComparing(BY_NAME))
        .map(Event::version);
  }

  /** The event by which the champion of a moment had become it. */
  public Optional<Event> headAt(Instant moment) {
    return chain.stream()
        .filter(each -> !each.instant().isAfter(moment))
        .reduce((earlier, later) -> later);
  }

  /** The highest epoch of a lease that an event carries: the next owner's is above it. */
  long epoch() {
    return events.stream().mapToLong(Event::epoch).max().orElse(0);
  }

  /** All versions by id, in the order in which they were judged first; with their newest facts. */
  public Map<String, Version> versions() {
    Map<String, Version> versions = new LinkedHashMap<>();
    events.stream()
        .filter(each -> each.version() != null)
        .forEach(each -> versions.put(each.version().id(), each.version()));
    return versions;
  }

  /** The champions that a rollback comes to, the present one first, each once. */
  public List<Version> champions() {
    Deque<Version> stack = new ArrayDeque<>();
    for (Event event : chain) {
      Version version = event.version();
      boolean known = stack.stream().anyMatch(each -> each.id().equals(version.id()));
      if (event.kind() == Event.Kind.ROLLED_BACK && known) {
        while (!stack.getFirst().id().equals(version.id())) {
          stack.pop();
        }
      } else {
        stack.removeIf(each -> each.id().equals(version.id()));
        stack.push(version);
      }
    }
    return List.copyOf(stack);
  }

  /** The rollback that took a version out of use, where it has not come back since. */
  public Optional<Event> withdrawal(String version) {
    Event withdrawn = null;
    String champion = "";
    for (Event event : chain) {
      if (event.version().id().equals(version)) {
        withdrawn = null;
      } else if (event.kind() == Event.Kind.ROLLED_BACK && champion.equals(version)) {
        withdrawn = event;
      }
      champion = event.version().id();
    }
    return Optional.ofNullable(withdrawn);
  }

  /** The rollback that took a model out of use, whichever run had made it. */
  public Optional<Event> withdrawalOf(String stage, String content) {
    return versions().values().stream()
        .filter(
            each -> each.artefact(stage).filter(has -> has.content().equals(content)).isPresent())
        .map(each -> withdrawal(each.id()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The event that made a version champion last, if one did. */
  public Optional<Event> promotion(String version) {
    return chain.stream()
        .filter(each -> each.version().id().equals(version))
        .filter(each -> each.kind() == Event.Kind.PROMOTED)
        .reduce((earlier, later) -> later);
  }

  /** The last event in which a version was judged. */
  public Optional<Event> judgement(String version) {
    return events.stream()
        .filter(Event::judges)
        .filter(each -> each.version().id().equals(version))
        .reduce((earlier, later) -> later);
  }

  /** What a version is now, in words. */
  public String standing(Version version) {
    if (champion().filter(each -> each.id().equals(version.id())).isPresent()) {
      return "champion";
    }
    if (withdrawal(version.id()).isPresent()) {
      return "rolled back";
    }
    if (chain.stream().anyMatch(each -> each.version().id().equals(version.id()))) {
      return "former champion";
    }
    return judgement(version.id())
        .map(each -> lost(each) ? "lost to another" : "not promoted")
        .orElse("off the chain");
  }
}
