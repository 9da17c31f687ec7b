package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.lm.rounds.Position;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Fence;
import dev.perplex.store.Fences;
import dev.perplex.store.OwnedFolder;
import dev.perplex.store.OwnedFolder.Earlier;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of drivers that come to own a training one after another. */
class RoundCheckpointsTest {
  @TempDir Path folder;

  private static RoundCheckpoints of(Path place, Fence fence) {
    return new RoundCheckpoints(
        new OwnedFolder(FusedTrainings.location(place), fence, Earlier.GO_ON));
  }

  private static RoundCheckpoint after(RoundCheckpoints checkpoints, int rounds) {
    return new RoundCheckpoint(
        new Position(rounds, 0, 0, 0, 0, 10L * rounds),
        1,
        10,
        List.of(),
        List.of(checkpoints.files().write("round-%06d/part-0".formatted(rounds), new byte[] {1})),
        Collections.singletonList(null),
        RoundCheckpoint.Segment.START,
        -1,
        null,
        List.of());
  }

  private static void commit(RoundCheckpoints checkpoints, int from, int to) {
    for (int rounds = from; rounds <= to; rounds++) {
      checkpoints.commit(after(checkpoints, rounds));
    }
  }

  private static int latest(RoundCheckpoints checkpoints) {
    return checkpoints.latest(note -> assertThat(note).isNull()).orElseThrow().position().rounds();
  }

  private static int takeOver(Path place, long epoch, int rounds) {
    RoundCheckpoints checkpoints = of(place, Fences.held(epoch));
    RoundCheckpoint found = checkpoints.latest(note -> assertThat(note).isNull()).orElseThrow();
    checkpoints.adopt(found);
    int last = found.position().rounds();
    commit(checkpoints, last + 1, last + rounds);
    return last + rounds;
  }

  @Test
  void ownersGoOnFromOneAnother() {
    commit(of(folder, Fences.held(1)), 1, 4);
    assertThat(takeOver(folder, 2, 3)).isEqualTo(7);
    assertThat(takeOver(folder, 3, 0)).isEqualTo(7);
    assertThat(latest(of(folder, Fences.held(4)))).isEqualTo(7);
  }

  /** Stopped at each look in turn, taken over, and going on as if it had not been. */
  @Test
  void oneThatDoesNotKnowYetThatItLostItsLeaseHarmsNothing() {
    for (int stop = 1; stop <= 2; stop++) {
      for (int more = 0; more <= 4; more++) {
        Path place = folder.resolve(stop + "-" + more);
        commit(of(place, Fences.held(1)), 1, 3);
        int[] theirs = new int[1];
        int rounds = more;
        int look = stop;
        AtomicInteger looks = new AtomicInteger();
        RoundCheckpoints late =
            of(
                place,
                Fences.of(
                    1,
                    () -> {
                      if (looks.incrementAndGet() == look) {
                        theirs[0] = takeOver(place, 2, rounds);
                      } else if (looks.get() > look) {
                        throw PerplexException.leaseLost("taken over.");
                      }
                    }));
        if (stop == 1) {
          assertThatThrownBy(() -> commit(late, 4, 4)).isInstanceOf(PerplexException.class);
        } else {
          commit(late, 4, 4);
        }
        assertThat(latest(of(place, Fences.held(3))))
            .as("look " + stop + ", then " + more)
            .isEqualTo(theirs[0]);
      }
    }
  }
}
