package dev.perplex.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.Cell;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.SoftmaxSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Updater;
import dev.perplex.provenance.PerplexException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainCostTest {
  private static final Placement ONE = Placement.of(1, 1);

  private static TrainSettings settings(int workers, int epochs, int roundMinibatches) {
    return new TrainSettings(
        "fused", workers, 10, 20, epochs, 0, 0, roundMinibatches, Updater.ADAM, 0.005, 5, 0, 1);
  }

  private static ModelSettings model(int hidden, SoftmaxSettings softmax) {
    return new ModelSettings(
        Cell.LSTM, 2, hidden, hidden, ModelSettings.Start.RANDOM, softmax, 0, 1);
  }

  private static ModelSettings full(int hidden) {
    return model(hidden, SoftmaxSettings.usual());
  }

  private static StageEstimate of(
      ModelSettings model, TrainSettings settings, TextSize text, Placement place) {
    return new TrainCost(model, settings, CostsTest.ones()).of(text, place);
  }

  /**
   * 20,001 tokens of 1,000 words in 10 lanes of 20 steps: 100 minibatches of 200 tokens, 2 rounds
   * of 50. Two layers of 50 units on inputs of 50 take 2 * 2 * 4 * 50 * 100 operations a token
   * forward and twice as many back; the softmax 2 * 50,000, and 4 * 50 * 256 back.
   */
  @Test
  void amountsByHand() {
    TextSize text = TextSize.zipf(20_001, 1000).withValid(300);
    StageEstimate one = of(full(50), settings(1, 1, 0), text, ONE);
    assertThat(one.rounds()).isEqualTo(2);
    double token = 3 * 80_000 + 100_000 + 4 * 50 * 256;
    assertThat(one.amounts().get(Constant.TRAIN_OPERATION))
        .isCloseTo(100 * 200 * token, within(1.0));
    assertThat(one.amounts())
        .containsEntry(Constant.TRAIN_STEP, 100.0 * 20 * 2)
        .containsEntry(Constant.TRAIN_SCORE, 100.0 * 200 * 1000)
        .containsEntry(Constant.TRAIN_ROUND, 2.0)
        .containsEntry(Constant.TRAIN_TASK, 2.0)
        .containsEntry(Constant.TRAIN_VALIDATION, 1.0)
        .containsEntry(Constant.TRAIN_SCORING, 300.0 * (80_000 + 100_000));
    // 50,000 of word vectors, 2 * (2 * 200 * 50 + 2 * 200) of layers, 51,000 of the softmax.
    long parameters = 50_000 + 2 * (20_000 + 400) + 51_000;
    // Loaded, and twice two moments; then all of it is passed on, and taken.
    assertThat(one.amounts())
        .containsEntry(Constant.TRAIN_COPY, 2 * (5.0 + 1) * 4 * parameters)
        .containsEntry(Constant.TRAIN_MERGE, 2 * 4.0 * parameters);
    assertThat(one.networkBytes()).isZero();
  }

  /** With four workers a round is two stages: trained, merged in a part of what they changed. */
  @Test
  void roundsByHand() {
    TextSize text = TextSize.zipf(80_001, 1000);
    StageEstimate four = of(full(50), settings(4, 1, 5), text, Placement.of(4, 1));
    assertThat(four.rounds()).isEqualTo(20);
    assertThat(four.amounts())
        .containsEntry(Constant.TRAIN_ROUND, 40.0)
        .containsEntry(Constant.TRAIN_TASK, 40.0);
    double parameters = 141_800;
    double change = 4 * (parameters - 50_000 + 50 * text.distinct(1000));
    assertThat(four.networkBytes())
        .isCloseTo(20 * 4 * 0.75 * (change + 4 * parameters), within(1.0));
    // Two workers' changes are merged by each executor itself.
    StageEstimate two = of(full(50), settings(2, 1, 5), text, Placement.of(2, 1));
    assertThat(two.amounts()).containsEntry(Constant.TRAIN_ROUND, 40.0);
    assertThat(two.networkBytes()).isCloseTo(40 * 2 * 0.5 * 2 * change, within(1.0));
  }

  private static double operations(ModelSettings model, int workers, long tokens, Placement place) {
    return of(model, settings(workers, 1, 5), TextSize.zipf(tokens + 1, 1000), place)
        .amounts()
        .get(Constant.TRAIN_OPERATION);
  }

  @Test
  void laws() {
    double once = operations(full(50), 1, 200_000, ONE);
    assertThat(operations(full(50), 1, 400_000, ONE))
        .as("linear in tokens")
        .isCloseTo(2 * once, within(1.0));
    assertThat(operations(full(50), 10, 200_000, ONE))
        .as("one executor takes the sum of all workers")
        .isCloseTo(once, within(1.0));
    assertThat(operations(full(50), 10, 200_000, Placement.of(10, 1)))
        .as("ten executors a tenth")
        .isCloseTo(once / 10, within(1.0));
    assertThat(operations(full(100), 1, 200_000, ONE)).isGreaterThan(2 * once);
    double before = 0;
    for (long tokens : new long[] {1000, 100_000, 10_000_000}) {
      double total = of(full(50), settings(4, 2, 0), TextSize.zipf(tokens, 500), ONE).total();
      assertThat(total).isGreaterThan(before);
      before = total;
    }
  }

  /** Head 100 and two entries; tails of 400 by a projection to 25, of 500 by one to 6. */
  @Test
  void anAdaptiveSoftmaxPaysForWhatItMeets() {
    SoftmaxSettings adaptive =
        new SoftmaxSettings(
            SoftmaxSettings.Kind.ADAPTIVE,
            List.of(100, 500),
            4,
            1000,
            0.75,
            SoftmaxSettings.Sampling.BLACKOUT,
            0);
    TextSize text = TextSize.zipf(20_001, 1000);
    double middle = text.share(100, 500);
    double rare = text.share(500, 1000);
    double forward =
        2 * 102 * 100 + middle * 2 * (100 * 25 + 400 * 25) + rare * 2 * (100 * 6 + 500 * 6);
    double recurrent = 2 * 2 * 4 * 100 * 200;
    NetworkWork work = new NetworkWork(model(100, adaptive), settings(1, 1, 0), text);
    assertThat(work.operations()).isCloseTo(200 * 3 * (recurrent + forward), within(1.0));
    assertThat(work.scoring()).isCloseTo(recurrent + forward, within(1e-3));
  }

  @Test
  void whatOneArrayDoesNotHoldIsRefusedWithTheWayOut() {
    TextSize text = TextSize.zipf(100_000_000, 10_000_000);
    assertThatThrownBy(() -> of(full(200), settings(2, 1, 0), text, ONE))
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            "train.model.* comes to 4,010,643,200 parameters with 10,000,000 words, and a model file"
                + " is one array of at most 536,870,909. Set vocab.max-size lower, or"
                + " train.model.softmax.kind=adaptive and train.model.embedding lower.");
  }

  @Test
  void idleSlotsAreToldOf() {
    TextSize text = TextSize.zipf(100_000, 1000);
    assertThat(of(full(20), settings(2, 1, 0), text, Placement.of(3, 1)).warnings())
        .containsExactly("train.workers = 2 leaves 1 of 3 task slots idle. Set train.workers=3.");
  }
}
