package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.spark.Checkpoint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Fence;
import dev.perplex.store.Fences;
import dev.perplex.store.Location;
import dev.perplex.store.OwnedFolder;
import dev.perplex.store.OwnedFolder.Earlier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCheckpointsTest {
  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();

  private StoredCheckpoints of(Fence fence, Earlier earlier) {
    Location place = Location.of(folder.toString(), new Configuration());
    return new StoredCheckpoints(new OwnedFolder(place, fence, earlier), notes::add);
  }

  private StoredCheckpoints of(long epoch) {
    return of(Fences.held(epoch), Earlier.GO_ON);
  }

  private static Checkpoint after(int segments, int content) {
    LearningPoint point = new LearningPoint(0, 1, 1, 1, 1, 1, 1, 1);
    return new Checkpoint(
        new Checkpoint.Position(0, 0, 0, 0, Collections.nCopies(segments, point)),
        new byte[] {(byte) content},
        new byte[] {(byte) content});
  }

  private static String latest(StoredCheckpoints checkpoints) {
    Checkpoint found = checkpoints.latest().orElseThrow();
    return found.position().curve().size() + " of " + found.model()[0];
  }

  /** Trainings of the engine dl4j differ in last bits, so owners may not mix their files. */
  @Test
  void theLastOwnersAreTakenThoughOthersWriteLater() {
    of(1).save(after(1, 1));
    of(1).save(after(2, 1));
    assertThat(latest(of(2))).isEqualTo("2 of 1");
    of(2).save(after(3, 2));
    of(1).save(after(3, 1));
    of(1).save(after(4, 1));
    assertThat(latest(of(3))).isEqualTo("3 of 2");
    assertThat(notes)
        .containsExactly(
            "going on from checkpoint epoch-00000001/segment-00002 (2 segments done)",
            "going on from checkpoint epoch-00000002/segment-00003 (3 segments done)");
  }

  @Test
  void aDamagedOneIsLeftForTheOneBefore() throws IOException {
    of(1).save(after(1, 1));
    of(2).save(after(2, 2));
    Files.write(folder.resolve("epoch-00000002/segment-00002.model"), new byte[] {7});
    assertThat(latest(of(3))).isEqualTo("1 of 1");
    assertThat(notes.get(0)).contains("segment-00002 is damaged and left");
  }

  @Test
  void theLastTwoAreKept() throws IOException {
    of(1).save(after(1, 1));
    of(2).save(after(2, 2));
    of(2).save(after(3, 2));
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(6);
    }
  }

  @Test
  void whoLostItsLeaseSavesNothing() {
    of(1).save(after(1, 1));
    StoredCheckpoints lost = of(Fences.lost(1), Earlier.GO_ON);
    assertThatThrownBy(() -> lost.save(after(2, 1))).isInstanceOf(PerplexException.class);
    assertThat(latest(of(2))).isEqualTo("1 of 1");
  }

  /** A training that starts over and is killed at once is not to go on from what it left behind. */
  @Test
  void whoStartsOverForgets() {
    of(1).save(after(1, 1));
    StoredCheckpoints lost = of(Fences.lost(2), Earlier.LEAVE);
    assertThatThrownBy(lost::latest).isInstanceOf(PerplexException.class);
    assertThat(latest(of(2))).isEqualTo("1 of 1");
    assertThat(of(Fences.held(3), Earlier.LEAVE).latest()).isEmpty();
    assertThat(of(4).latest()).isEmpty();
  }
}
