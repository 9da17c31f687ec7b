package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cluster.Progress;
import dev.perplex.store.OwnedFolder;
import dev.perplex.word2vec.spark.RoundPoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Epochs of two rounds of 100 tokens. */
class Word2vecNotesTest {
  private final List<String> said = new ArrayList<>();
  private final Word2vecNotes notes =
      new Word2vecNotes(
          new StageJob.Workshop(null, Progress.silent(), said::add, OwnedFolder.Earlier.GO_ON));

  /** A round that took so many seconds. */
  private void round(int number, double seconds) {
    notes.round(
        new RoundPoint(
            number / 2,
            number % 2,
            number % 2 == 1,
            100L * (number + 1),
            7,
            2.5,
            number < 2 ? null : 1.25,
            0.1,
            seconds));
  }

  @Test
  void anEpochsSpeedIsOfItsOwnRounds() {
    round(0, 1);
    round(1, 3);
    round(2, 2);
    round(3, 2);
    assertThat(notes.tokensOfEarlierTries()).isZero();
    assertThat(said)
        .containsExactly(
            "epoch 1, 200 tokens: training loss 2.500, 50 tokens/s",
            "epoch 2, 400 tokens: training loss 2.500, held-out loss 1.2500, 50 tokens/s");
  }

  /** The last round of the earlier try is told again, for its held-out loss. */
  @Test
  void whatAnEarlierTryTrainedCountsForNoSpeed() {
    notes.resumed(1, 6, 100);
    round(0, 1000);
    round(1, 4);
    round(2, 1);
    round(3, 1);
    assertThat(notes.tokensOfEarlierTries()).isEqualTo(100);
    assertThat(said)
        .containsExactly(
            "going on after round 1 of 6, which an earlier try left",
            "epoch 1, 200 tokens: training loss 2.500, 25 tokens/s",
            "epoch 2, 400 tokens: training loss 2.500, held-out loss 1.2500, 100 tokens/s");
  }

  @Test
  void anEpochThatAnEarlierTryEndedHasNoSpeed() {
    notes.resumed(2, 6, 200);
    round(1, 1000);
    round(2, 1);
    round(3, 1);
    assertThat(said)
        .containsExactly(
            "going on after round 2 of 6, which an earlier try left",
            "epoch 1, 200 tokens: training loss 2.500",
            "epoch 2, 400 tokens: training loss 2.500, held-out loss 1.2500, 100 tokens/s");
  }
}
