package dev.perplex.registry;

import dev.perplex.store.Claimant;
import dev.perplex.store.LeaseSettings;

/** Moves champions as a process of its own would, which takes the lease and gives it back. */
public final class Moves {
  private static final LeaseSettings SHORT =
      new LeaseSettings(LeaseSettings.OnLive.LEAVE, 0.45, 0.15);

  private Moves() {}

  /** One move, judged against the history as it is. */
  public static Event move(Registry registry, Event.Draft draft) {
    return move(registry, draft, registry.read());
  }

  /** One move, judged against a history that was read before. */
  static Event move(Registry registry, Event.Draft draft, Succession seen) {
    try (Claimant claimant = new Claimant(SHORT, () -> {})) {
      return registry.move(draft, seen, claimant, note -> {});
    }
  }
}
