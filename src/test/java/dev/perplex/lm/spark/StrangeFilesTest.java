package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.lm.rounds.FloatArrays;
import dev.perplex.lm.rounds.PartState;
import dev.perplex.lm.rounds.Position;
import dev.perplex.lm.rounds.WorkerState;
import dev.perplex.store.OwnedFolder;
import dev.perplex.strangers.StrangeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of a language model by strangers. */
class StrangeFilesTest {
  @TempDir Path folder;

  private RoundCheckpoints checkpoints() {
    return new RoundCheckpoints(OwnedFolder.alone(FusedTrainings.location(folder)));
  }

  private static RoundCheckpoint checkpoint(RoundCheckpoints checkpoints, int rounds) {
    return new RoundCheckpoint(
        new Position(rounds, 0, 0, 0, 0, 10L * rounds),
        1,
        10,
        List.of(),
        List.of(checkpoints.files().write("round-%06d/part-0".formatted(rounds), new byte[9])),
        Collections.singletonList(null),
        RoundCheckpoint.Segment.START,
        -1,
        null,
        List.of());
  }

  /** Whatever the newest state says, there is the one before it. */
  @Test
  void checkpointsAreReadOrLeft() throws IOException {
    checkpoints().commit(checkpoint(checkpoints(), 1));
    checkpoints().commit(checkpoint(checkpoints(), 2));
    Path newest = folder.resolve("state-00000002.json");
    byte[] good = Files.readAllBytes(newest);
    StrangeFiles.meetUnrefused(
        "state-00000002.json",
        bytes -> {
          Files.write(newest, bytes);
          assertThat(checkpoints().latest(note -> {})).isPresent();
        },
        good);
    Path outside = Files.write(folder.resolveSibling("outside"), new byte[9]);
    String climbing = // as a version would have written it that had no checksum
        new String(good, StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .orElseThrow()
            .replaceFirst("\"path\":\"[^\"]*\"", "\"path\":\"../outside\"");
    Files.writeString(newest, climbing);
    assertThat(checkpoints().latest(note -> {}).orElseThrow().position().rounds()).isEqualTo(1);
    for (int rounds = 3; rounds < 6; rounds++) {
      checkpoints().commit(checkpoint(checkpoints(), rounds));
    }
    assertThat(outside).as("what an old checkpoint names is deleted").exists();
    Files.delete(outside);
  }

  /** A flipped bit that leaves good JSON. */
  @Test
  void anotherNumberInAStateIsDamage() throws IOException {
    checkpoints().commit(checkpoint(checkpoints(), 1));
    checkpoints().commit(checkpoint(checkpoints(), 2));
    Path newest = folder.resolve("state-00000002.json");
    String good = Files.readString(newest);
    Files.writeString(newest, good.replace("\"tokens\":20", "\"tokens\":21"));
    assertThat(Files.readString(newest)).isNotEqualTo(good);
    assertThat(checkpoints().latest(note -> {}).orElseThrow().position().rounds()).isEqualTo(1);
  }

  @Test
  void partsAndWorkersStatesAreReadOrRefused() {
    WorkerState worker =
        new WorkerState(
            new float[] {1, 2}, List.of(new float[] {3}, new float[0]), new float[][] {{4}, null});
    StrangeFiles.meet("a worker's state", WorkerState::fromBytes, worker.toBytes());
    assertThat(WorkerState.fromBytes(worker.toBytes()).residual()).hasNumberOfRows(2);
    StrangeFiles.meet("a part", FloatArrays::fromBytes, PartState.START.toBytes(new float[7]));
  }
}
