package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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
