package dev.perplex.job;

import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.spark.Checkpoint;
import dev.perplex.store.Location;
import dev.perplex.store.OwnedFolder;
import dev.perplex.strangers.StrangeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of the engine dl4j by strangers. */
class StrangeFilesTest {
  @TempDir Path folder;

  @Test
  void checkpointsAreReadOrLeft() throws IOException {
    Location place = Location.of(folder.toString(), new Configuration());
    StoredCheckpoints checkpoints = new StoredCheckpoints(OwnedFolder.alone(place), warning -> {});
    LearningPoint point = new LearningPoint(0, 1, 1, 1, 1, 1, 1, 1);
    checkpoints.save(
        new Checkpoint(
            new Checkpoint.Position(0, 0, 0, 0, List.of(point)), new byte[] {1}, new byte[] {2}));
    Path position = folder.resolve("segment-00001.json");
    StrangeFiles.meetUnrefused(
        "segment-00001.json",
        bytes -> {
          Files.write(position, bytes);
          checkpoints.latest();
        },
        Files.readAllBytes(position));
  }
}
