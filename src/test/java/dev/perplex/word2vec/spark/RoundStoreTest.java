package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Fence;
import dev.perplex.store.Fences;
import dev.perplex.store.OwnedFolder;
import dev.perplex.store.OwnedFolder.Earlier;
import dev.perplex.word2vec.Examples;
import dev.perplex.word2vec.ModelShape;
import dev.perplex.word2vec.RowChanges;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of drivers that come to own a training one after another. */
class RoundStoreTest {
  private static final ModelShape SHAPE =
      ModelShape.of(Examples.vocabulary(4, 3, 2, 1), Examples.settings(1, 1, 4));

  @TempDir Path folder;

  private RoundStore store(Path place, Fence fence, Earlier earlier) {
    return new RoundStore(new OwnedFolder(Trainings.location(place), fence, earlier));
  }

  private RoundStore store(Path place, long epoch) {
    return store(place, Fences.held(epoch), Earlier.GO_ON);
  }

  /** One more round, whole at each third. */
  private static RoundState next(RoundStore store, RoundState state) {
    int round = state.rounds() + 1;
    RowChanges rows = RowChanges.of(SHAPE.dimension(), new int[] {2}, new float[SHAPE.dimension()]);
    return state.next(List.of(store.write(round, 0, round % 3 == 0, rows)), List.of());
  }

  private static RoundState rounds(RoundStore store, RoundState from, int rounds) {
    RoundState state = from;
    for (int i = 0; i < rounds; i++) {
      state = next(store, state);
      store.commit(state);
    }
    return state;
  }

  private static RoundState latest(RoundStore store) {
    RoundState found = store.latest(state -> true, warning -> {}).orElseThrow();
    assertThat(found.chains().stream().flatMap(List::stream))
        .allSatisfy(part -> assertThat(store.isSound(part)).as(part.path()).isTrue());
    return found;
  }

  /** Takes over, and does some rounds. */
  private RoundState takeOver(Path place, long epoch, int rounds) {
    RoundStore store = store(place, epoch);
    RoundState found = latest(store);
    store.adopt(found);
    return rounds(store, found, rounds);
  }

  @Test
  void ownersGoOnFromOneAnother() {
    rounds(store(folder, 1), RoundState.beginning(SHAPE, 1), 4);
    assertThat(takeOver(folder, 2, 3).rounds()).isEqualTo(7);
    assertThat(takeOver(folder, 3, 4).rounds()).isEqualTo(11);
    assertThat(latest(store(folder, 4)).rounds()).isEqualTo(11);
    assertThat(folder.resolve("epoch-00000001"))
        .as("states of the first")
        .isDirectoryNotContaining("glob:**.json");
  }

  /**
   * An owner is stopped at each of its looks in turn, taken over, and goes on as if it had not
   * been: for one look it cannot know.
   */
  @Test
  void oneThatDoesNotKnowYetThatItLostItsLeaseHarmsNothing() {
    for (int before = 2; before <= 6; before++) {
      for (int stop = 1; stop <= 2; stop++) {
        for (int after = 0; after <= 4; after++) {
          Path place = folder.resolve(before + "-" + stop + "-" + after);
          String as = "after " + before + " rounds, at look " + stop + ", then " + after;
          RoundState mine = rounds(store(place, 1), RoundState.beginning(SHAPE, 1), before);
          RoundState[] theirs = new RoundState[1];
          RoundStore late = store(place, stoppedAt(stop, place, after, theirs), Earlier.GO_ON);
          RoundState more = next(late, mine);
          if (stop == 1) {
            assertThatThrownBy(() -> late.commit(more)).isInstanceOf(PerplexException.class);
          } else {
            late.commit(more);
          }
          RoundState found = latest(store(place, 3));
          assertThat(found.rounds()).as(as).isEqualTo(theirs[0].rounds());
          assertThat(found.chains()).as(as).isEqualTo(theirs[0].chains());
        }
      }
    }
  }

  private Fence stoppedAt(int look, Path place, int rounds, RoundState[] theirs) {
    AtomicInteger looks = new AtomicInteger();
    return Fences.of(
        1,
        () -> {
          int now = looks.incrementAndGet();
          if (now == look) {
            theirs[0] = takeOver(place, 2, rounds);
          } else if (now > look) {
            throw PerplexException.leaseLost("taken over.");
          }
        });
  }

  @Test
  void whoStartsOverIsNotFollowedByWhatWasBefore() {
    rounds(store(folder, 1), RoundState.beginning(SHAPE, 1), 4);
    RoundStore forced = store(folder, Fences.held(2), Earlier.LEAVE);
    assertThat(forced.latest(state -> true, warning -> {})).isEmpty();
    forced.adopt(RoundState.beginning(SHAPE, 1));
    assertThat(latest(store(folder, 3)).rounds()).isZero();
  }

  @Test
  void whoLostItsLeaseCommitsAndClearsNothing() {
    RoundState state = rounds(store(folder, 1), RoundState.beginning(SHAPE, 1), 4);
    RoundStore lost = store(folder, Fences.lost(1), Earlier.GO_ON);
    RoundState more = next(lost, state);
    assertThatThrownBy(() -> lost.commit(more)).isInstanceOf(PerplexException.class);
    assertThatThrownBy(() -> lost.clearAfter(0)).isInstanceOf(PerplexException.class);
    assertThatThrownBy(() -> lost.adopt(more)).isInstanceOf(PerplexException.class);
    assertThat(latest(store(folder, 2)).rounds()).isEqualTo(4);
  }
}
