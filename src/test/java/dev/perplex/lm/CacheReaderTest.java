package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import dev.perplex.lm.CacheSettings.Fit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheReaderTest {
  private final LanguageModel model = new FixedModel(0.1, 0.2, 0.3, 0.4);

  private static Reading cached(int window, double theta, double lambda) {
    return new Reading(
        Reading.State.DOCUMENT,
        new CacheSettings(window, theta, lambda, Fit.NONE),
        DynamicSettings.NONE);
  }

  private double[] probabilities(Reading reading, int... ids) {
    double[] losses = reading.reader(model).losses(ids);
    for (int i = 0; i < losses.length; i++) {
      losses[i] = Math.exp(-losses[i]);
    }
    return losses;
  }

  /**
   * By hand, theta = ln 3 and lambda = 1/4, the text 2 2 3 2. States before the four tokens are b a
   * a b, with a . a = b . b = 1 and a . b = 0, so a like state weighs 3 and another 1.
   *
   * <p>First 2: the cache is empty: .3. Second 2, state a: cache (b, 2): share 1; .75 * .3 + .25 =
   * .475. Then 3, state a: cache (b, 2) 1, (a, 2) 3: share of 3 is 0: .75 * .4 = .3. Then 2, state
   * b: (b, 2) 3, (a, 2) 1, (a, 3) 1: share of 2 is 4/5: .75 * .3 + .25 * .8 = .425.
   */
  @Test
  void byHand() {
    double[] expected = {0.3, 0.475, 0.3, 0.425};
    Reading reading = cached(10, Math.log(3), 0.25);
    assertThat(probabilities(reading, 2, 2, 3, 3)).hasSize(4);
    assertThat(probabilities(reading, 2, 2, 3))
        .containsExactly(new double[] {0.3, 0.475, 0.3}, within(1e-6));
    // The state before the last token is b, as 3 is odd.
    assertThat(probabilities(reading, 2, 2, 3, 2)).containsExactly(expected, within(1e-6));
  }

  /** A window of one knows the last pair only. */
  @Test
  void theOldestIsForgotten() {
    assertThat(probabilities(cached(1, Math.log(3), 0.25), 2, 2, 3, 2))
        .containsExactly(new double[] {0.3, 0.475, 0.3, 0.225}, within(1e-6));
    assertThat(probabilities(cached(2, Math.log(3), 0.25), 2, 2, 3, 2)[3])
        .as("(a, 2) 1, (a, 3) 1")
        .isCloseTo(0.75 * 0.3 + 0.25 * 0.5, within(1e-6));
  }

  @Test
  void withoutLambdaItIsTheModel() {
    assertThat(probabilities(cached(10, 1, 0), 2, 2, 3, 2))
        .containsExactly(new double[] {0.3, 0.3, 0.4, 0.3}, within(1e-12));
  }

  @Test
  void askedOneByOneItSaysTheSameAndSumsToOne() {
    Reading reading = cached(5, 0.7, 0.3);
    LanguageModel network = new Dl4jModel(Example.network());
    int[] ids = Example.documents(40).get(0);
    double[] together = reading.reader(network).losses(ids);
    LanguageReader reader = reading.reader(network);
    float[] logs = new float[network.vocabulary()];
    for (int i = 0; i < ids.length; i++) {
      reader.logProbabilities(logs);
      double sum = 0;
      for (float log : logs) {
        sum += Math.exp(log);
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
      assertThat(-logs[ids[i]]).isCloseTo((float) together[i], within(1e-5f));
      reader.read(ids[i]);
    }
  }

  @Test
  void aDocumentDoesNotSeeTheOneBeforeUnlessItIsAStream() {
    List<int[]> documents = List.of(new int[] {2, 2}, new int[] {2, 2});
    CacheSettings cache = new CacheSettings(10, 1, 0.25, Fit.NONE);
    Reading apart = new Reading(Reading.State.DOCUMENT, cache, DynamicSettings.NONE);
    double[][] losses = apart.losses(apart.reader(model), documents);
    assertThat(losses[1]).isEqualTo(losses[0]);
    Reading stream = new Reading(Reading.State.STREAM, cache, DynamicSettings.NONE);
    double[][] carried = stream.losses(stream.reader(model), documents);
    assertThat(carried[0]).isEqualTo(losses[0]);
    assertThat(carried[1][0]).isLessThan(losses[1][0]);
    assertThat(stream.reader(model).losses(new int[] {2, 2, 2, 2}))
        .containsExactly(carried[0][0], carried[0][1], carried[1][0], carried[1][1]);
  }

  @Test
  void theGridFindsWhatScoringEachOfItsPointsFinds() {
    int[] ids = {2, 3, 2, 3, 2, 3, 3, 2, 2, 3, 2, 3, 0, 3, 2, 3};
    CacheGrid grid = new CacheGrid(model.reader(), 6);
    CacheSettings best =
        CacheGrid.best(new CacheSettings(6, 0, 0, Fit.VALID), List.of(grid.losses(ids)));
    assertThat(best.window()).isEqualTo(6);
    double found = sum(best.theta(), best.lambda(), ids);
    List<Double> others = new ArrayList<>();
    for (double theta : new double[] {0, 0.1, 0.3, 0.5, 1}) {
      for (double lambda : new double[] {0.05, 0.1, 0.2, 0.3, 0.4}) {
        others.add(sum(theta, lambda, ids));
      }
    }
    assertThat(others).allSatisfy(other -> assertThat(other).isGreaterThanOrEqualTo(found - 1e-9));
    assertThat(sum(0, 0, ids)).as("the plain model").isGreaterThan(found);
  }

  private double sum(double theta, double lambda, int[] ids) {
    double sum = 0;
    for (double loss : cached(6, theta, lambda).reader(model).losses(ids)) {
      sum += loss;
    }
    return sum;
  }

  @Test
  void lossesThatUnderflowAsProbabilitiesDoNotHere() {
    assertThat(NeuralCache.mixed(2000, 0, 0.5)).isCloseTo(2000 + Math.log(2), within(1e-9));
    assertThat(NeuralCache.mixed(2000, 0.5, 0.5)).isCloseTo(Math.log(4), within(1e-9));
  }
}
