package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedFolderTest {
  @TempDir Path folder;

  private Location place() {
    return Location.of(folder.toString(), new Configuration()).child("rounds");
  }

  private OwnedFolder of(long epoch) {
    return new OwnedFolder(place(), Fences.held(epoch), OwnedFolder.Earlier.GO_ON);
  }

  private void write(long epoch, String... names) {
    for (String name : names) {
      place().child(of(epoch).path(name)).writeText(name);
    }
  }

  private static List<String> states(OwnedFolder owned) {
    return owned.newestFirst(name -> name.startsWith("state-"), Comparator.naturalOrder());
  }

  @Test
  void theLastOwnersFilesComeFirstHoweverFarTheOthersWere() {
    write(0, "state-1");
    write(2, "state-7", "state-8", "other");
    write(10, "state-3");
    assertThat(states(of(10)))
        .containsExactly(
            "epoch-00000010/state-3",
            "epoch-00000002/state-8",
            "epoch-00000002/state-7",
            "state-1");
    assertThat(of(2).ownNames()).containsExactly("other", "state-7", "state-8");
    assertThat(of(0).ownNames()).containsExactly("state-1");
  }

  @Test
  void anOwnerThatStartsOverSeesNothing() {
    write(2, "state-7");
    OwnedFolder over = new OwnedFolder(place(), Fences.held(3), OwnedFolder.Earlier.LEAVE);
    assertThat(over.usable(name -> true, Comparator.naturalOrder())).isEmpty();
    assertThat(of(3).usable("state-7"::equals, Comparator.naturalOrder())).hasSize(1);
  }

  /** Each state names the file of its own number and the one before. */
  private static Optional<Set<String>> named(String state) {
    int number = state.charAt(state.length() - 1) - '0';
    return Optional.of(Set.of("part-" + number, "part-" + (number - 1)));
  }

  @Test
  void filesThatOnlyOldStatesNameGoWithThem() {
    write(0, "state-1", "state-2", "state-3", "part-0", "part-1", "part-2", "part-3", "other");
    OwnedFolder owned = of(0);
    owned.keepNewest(1, states(owned), OwnedFolderTest::named);
    assertThat(place().names()).containsExactly("other", "part-2", "part-3", "state-3");
    owned.keepNewest(1, states(owned), OwnedFolderTest::named);
    assertThat(place().names()).hasSize(4);
  }

  @Test
  void whereAStateThatStaysCannotBeReadNothingGoes() {
    write(0, "state-1", "state-2", "part-1");
    of(0)
        .keepNewest(
            1, states(of(0)), state -> state.endsWith("2") ? Optional.empty() : named(state));
    assertThat(place().names()).containsExactly("part-1", "state-1", "state-2");
    of(0)
        .keepNewest(
            1, states(of(0)), state -> state.endsWith("1") ? Optional.empty() : named(state));
    assertThat(place().names()).containsExactly("part-1", "state-2"); // nobody knows whose it is
  }

  /** The last look comes after all reading and before the first deletion. */
  @Test
  void whoLosesItsLeaseWhileItLooksUpDeletesNothing() {
    write(0, "state-1", "state-2", "part-0", "part-1", "part-2");
    List<String> asked = new ArrayList<>();
    Fence fence =
        Fences.of(
            0,
            () -> {
              assertThat(asked).containsExactlyInAnyOrder("state-1", "state-2");
              assertThat(place().names()).hasSize(5);
              Fences.lost(0).check();
            });
    OwnedFolder owned = new OwnedFolder(place(), fence, OwnedFolder.Earlier.GO_ON);
    assertThatThrownBy(
            () ->
                owned.keepNewest(
                    1,
                    states(owned),
                    state -> {
                      asked.add(state);
                      return named(state);
                    }))
        .isInstanceOf(PerplexException.class);
    assertThat(place().names()).hasSize(5);
  }

  @Test
  void whatLaterOwnersHaveIsNotDeleted() {
    write(0, "state-1");
    write(2, "state-7");
    write(3, "state-8");
    of(2).delete();
    assertThat(states(of(3))).containsExactly("epoch-00000003/state-8");
    of(3).delete();
    assertThat(place().exists()).isFalse();
  }

  @Test
  void whoLostItsLeaseDeletesNothing() {
    write(2, "state-7");
    OwnedFolder lost = new OwnedFolder(place(), Fences.lost(3), OwnedFolder.Earlier.GO_ON);
    assertThatThrownBy(lost::delete).isInstanceOf(PerplexException.class);
    assertThat(states(of(3))).hasSize(1);
  }
}
