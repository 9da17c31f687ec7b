package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.store.OwnedFolder;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.Examples;
import dev.perplex.word2vec.GlobalRows;
import dev.perplex.word2vec.InitialRows;
import dev.perplex.word2vec.ModelShape;
import dev.perplex.word2vec.RoundPlan;
import dev.perplex.word2vec.RowChanges;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WorkerRound;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose rows a JVM holds, and what is read of them. */
class SharedRowsTest {
  private final String test = UUID.randomUUID().toString(); // rows are the JVM's, of all tests
  private final Word2vecSettings settings = Examples.settings(1, 1, 4);
  private final Vocabulary vocabulary = Examples.vocabulary(4, 3, 2, 1);
  private final ModelShape shape = ModelShape.of(vocabulary, settings);
  private RoundStore store;
  private RoundState beginning;

  @BeforeEach
  void store(@TempDir Path folder) {
    store = new RoundStore(OwnedFolder.alone(Trainings.location(folder)));
    beginning = RoundState.beginning(shape, 1);
  }

  private TrainingPlan training(String name) {
    return new TrainingPlan(
        name + test,
        settings,
        new WorkerRound(settings, RoundPlan.of(100, settings), vocabulary),
        new InitialRows(shape, settings.seed()),
        null,
        1);
  }

  private GlobalRows rows(String name, RoundState state) {
    try (SharedRows.Lease lease = SharedRows.lease(training(name), store, state)) {
      return lease.global();
    }
  }

  private GlobalRows rows(String name) {
    return rows(name, beginning);
  }

  @Test
  void trainingsInTurnKeepTheirRows() {
    GlobalRows a = rows("a");
    GlobalRows b = rows("b");
    assertThat(b).isNotSameAs(a);
    assertThat(rows("a")).isSameAs(a);
    assertThat(rows("b")).isSameAs(b);
  }

  @Test
  void theRowsUsedLongestAgoAreGivenUpForAFifthTraining() {
    GlobalRows a = rows("a");
    GlobalRows b = rows("b");
    rows("c");
    rows("d");
    assertThat(rows("a")).as("three others later").isSameAs(a);
    rows("e");
    assertThat(rows("a")).as("used after b").isSameAs(a);
    assertThat(rows("b")).as("four others later").isNotSameAs(b);
  }

  @Test
  void rowsThatWereClearedAreMadeAnew() {
    GlobalRows a = rows("a");
    SharedRows.clear(training("a").name());
    assertThat(rows("a")).isNotSameAs(a);
  }

  private RowChanges moved(float by) {
    float[] values = new float[shape.dimension()];
    values[0] = by;
    return RowChanges.of(shape.dimension(), new int[] {2}, values);
  }

  private float at(GlobalRows rows, int row) {
    float[] values = new float[shape.stride()];
    rows.copy(row, values);
    return values[0];
  }

  /**
   * A round moves the first number of row 2 by 1; the next one, of which the first is lost, by 2.
   */
  @Test
  void onlyWhatARoundChangedIsReadUnlessTheRowsAreNew() {
    float start = at(rows("a"), 2);
    GlobalRows held = rows("a");
    StoredPart first = store.write(1, 0, false, moved(1));
    RoundState one = beginning.next(List.of(first), List.of());
    assertThat(at(rows("a", one), 2)).isEqualTo(start + 1);
    StoredPart damaged = new StoredPart("nowhere", 1, false, first.bytes(), first.crc32c());
    RoundState two =
        beginning
            .next(List.of(damaged), List.of())
            .next(List.of(store.write(2, 0, false, moved(2))), List.of());
    assertThat(rows("a", two)).as("no earlier round is read").isSameAs(held);
    assertThat(at(held, 2)).isEqualTo(start + 1 + 2);
  }
}
