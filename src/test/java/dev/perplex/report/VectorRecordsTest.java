package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the word2vec stage records, as the report reads it. */
class VectorRecordsTest {

  @Test
  void scoresAreRead() {
    List<VectorScore> scores =
        VectorScore.parse(
            """
            [{"file": "questions-words.txt", "kind": "analogy", "seen": 30, "total": 50,
              "sections": [{"section": "family", "right": 4, "seen": 10, "total": 20},
                           {"section": "plural", "right": 5, "seen": 20, "total": 30}]},
             {"file": "ws353.tsv", "kind": "similarity", "spearman": 0.5, "seen": 9, "total": 10},
             {"file": "none.tsv", "kind": "SIMILARITY", "spearman": "NaN", "seen": 0, "total": 10,
              "cut": 30000}]
            """);
    assertThat(scores).hasSize(3);
    assertThat(scores.get(0).kind()).isEqualTo(VectorScore.Kind.ANALOGY);
    assertThat(scores.get(0).right()).isEqualTo(9);
    assertThat(scores.get(0).sections().get(1))
        .isEqualTo(new VectorScore.Section("plural", 5, 20, 30));
    assertThat(scores.get(0).spearman()).isNull();
    assertThat(scores.get(1).spearman()).isEqualTo(0.5);
    assertThat(scores.get(1).sections()).isEmpty();
    assertThat(scores.get(2).spearman()).as("JSON has no NaN").isNull();
    assertThat(VectorScore.parse(Json.pretty(scores))).isEqualTo(scores);
  }

  @Test
  void roundsAreRead() {
    List<TrainingRound> rounds =
        TrainingRound.parse(
            """
            [{"tokens": 1000, "loss": 4.0, "held-out-loss": 4.1, "rate": 0.025,
              "words-per-second": 250000.0},
             {"tokens": 2000, "loss": 3.0, "rate": 0.02}]
            """);
    assertThat(rounds)
        .containsExactly(
            new TrainingRound(1000, 4, 4.1, 0.025, 250000.0),
            new TrainingRound(2000, 3, null, 0.02, null));
    assertThat(TrainingRound.parse(Json.pretty(rounds))).isEqualTo(rounds);
    assertThat(new TrainingRound(1, 1, Double.NaN, 1, null).heldOutLoss()).isNull();
  }

  @Test
  void otherFilesAreRefused() {
    assertThatThrownBy(() -> VectorScore.parse("{}")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> VectorScore.parse("[{\"seen\": 1, \"total\": 2}]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a score without a file or a kind");
    assertThatThrownBy(() -> TrainingRound.parse("[{\"tokens\": 1}]"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
