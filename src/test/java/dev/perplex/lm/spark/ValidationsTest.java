package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.store.SealedFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidationsTest {
  private static final Validations NONE = new Validations(List.of(), -1, null);

  private static LearningPoint point(int segment, double loss) {
    return new LearningPoint(segment, segment, 10, 5, loss, Math.exp(loss), 1, 3.5 * segment);
  }

  private static Validations of(double... losses) {
    Validations validations = NONE;
    for (int i = 0; i < losses.length; i++) {
      LearningPoint point = point(i, losses[i]);
      validations =
          validations.wouldBeBest(losses[i])
              ? validations.plusBest(point, new SealedFile("model-" + i, 1, 1))
              : validations.plus(point);
    }
    return validations;
  }

  @Test
  void theFirstOfTheLowestLossesIsBest() {
    Validations validations = of(5, 4, 4, 4.5);
    assertThat(validations.best()).isEqualTo(1);
    assertThat(validations.bestModel().path()).isEqualTo("model-1");
    assertThat(validations.losses()).containsExactly(5, 4, 4, 4.5);
    assertThat(validations.seconds()).isEqualTo(10.5);
    assertThat(NONE.seconds()).isZero();
  }

  @Test
  void aLossThatIsNoNumberIsNotBestButMayComeFirst() {
    assertThat(of(5, Double.NaN).best()).isZero();
    assertThat(of(Double.NaN, 5).best()).as("nothing is below NaN").isZero();
  }

  @Test
  void patienceCountsValidationsAfterTheBest() {
    assertThat(of(5, 4, 4.1).haveStalled(2)).isFalse();
    assertThat(of(5, 4, 4.1, 4.2).haveStalled(2)).isTrue();
    assertThat(of(5, 4, 4.1, 4.2, 4.3).haveStalled(0)).as("0: no end").isFalse();
    assertThat(NONE.haveStalled(1)).isFalse();
  }

  /** Patience 1: the third loss is worse than the best of those more than one before it. */
  @Test
  void theMeanOverRoundsIsKeptFromTheTriggerOn() {
    OptimizerSettings averaging =
        new OptimizerSettings(OptimizerSettings.Method.NT_ASGD, 0, 0.9, 0.999, 1e-8, 1);
    assertThat(of(5, 5.5).mean(averaging)).isEqualTo(LastRound.Mean.NONE);
    assertThat(of(5, 4, 5.5).mean(averaging)).isEqualTo(LastRound.Mean.KEPT);
    OptimizerSettings plain = OptimizerSettings.usual(OptimizerSettings.Method.SGD);
    assertThat(of(5, 4, 5.5).mean(plain)).isEqualTo(LastRound.Mean.NONE);
  }
}
