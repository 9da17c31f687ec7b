package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import dev.perplex.store.OwnedFolder;
import dev.perplex.strangers.StrangeFiles;
import dev.perplex.word2vec.Examples;
import dev.perplex.word2vec.ModelShape;
import dev.perplex.word2vec.RowChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds and saved models by strangers. */
class StrangeFilesTest {
  private static final ModelShape SHAPE =
      ModelShape.of(Examples.vocabulary(4, 3, 2, 1), Examples.settings(1, 1, 4));

  @TempDir Path folder;

  private RoundStore store() {
    return new RoundStore(OwnedFolder.alone(Trainings.location(folder)));
  }

  private static RowChanges rows() {
    return RowChanges.of(SHAPE.dimension(), new int[] {2}, new float[SHAPE.dimension()]);
  }

  /** Whatever the newest state says, there is the one before it. */
  @Test
  void statesAreReadOrLeft() throws IOException {
    RoundState state = RoundState.beginning(SHAPE, 1);
    for (int round = 1; round <= 2; round++) {
      state = state.next(List.of(store().write(round, 0, true, rows())), List.of());
      store().commit(state);
    }
    Path newest = folder.resolve("state-000002.json");
    StrangeFiles.meetUnrefused(
        "state-000002.json",
        bytes -> {
          Files.write(newest, bytes);
          assertThat(store().latest(each -> true, warning -> {})).isPresent();
        },
        Files.readAllBytes(newest));
  }

  @Test
  void rowsAreReadOrRefused() {
    StrangeFiles.meetUnrefused(
        "rows",
        bytes -> {
          try {
            RowChanges.fromBytes(bytes).values();
          } catch (IllegalArgumentException e) {
            return; // told as a damaged part by who reads it
          }
        },
        rows().toBytes());
  }

  @Test
  void aSavedModelThatNamesFilesElsewhereIsRefused() throws IOException {
    for (String path : List.of("../../etc/passwd", "/etc/passwd", "file:/etc/passwd")) {
      Files.writeString(
          folder.resolve("vectors.json"),
          """
          { "format": "perplex-skip-gram-model", "version": 1, "dimension": 2,
            "files": [ { "name": "a", "path": "%s", "bytes": 1, "sha256": "", "counts": {} } ] }
          """
              .formatted(path));
      assertThatThrownBy(() -> VectorFiles.load(Trainings.location(folder)))
          .isInstanceOf(PerplexException.class)
          .hasMessageContaining("outside of its folder");
    }
  }
}
