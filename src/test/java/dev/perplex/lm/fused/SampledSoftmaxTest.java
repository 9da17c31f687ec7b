package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.SoftmaxSettings;
import dev.perplex.lm.SoftmaxSettings.Sampling;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SampledSoftmaxTest {
  private static final int WORDS = 12;
  private static final int SIZE = 5;
  private static final int[] LABELS = {2, 7, 2, 11, 6, 0};

  private static SampledSoftmax of(Sampling loss, int samples) {
    List<Tensor> tensors =
        List.of(new Tensor("softmax.weight", WORDS, SIZE), new Tensor("softmax.bias", 1, WORDS));
    return of(loss, samples, tensors);
  }

  private static SampledSoftmax of(Sampling loss, int samples, List<Tensor> tensors) {
    long[] counts = new long[WORDS];
    for (int id = 0; id < WORDS; id++) {
      counts[id] = 1000 / (id + 1);
    }
    SoftmaxSettings settings =
        new SoftmaxSettings(SoftmaxSettings.Kind.SAMPLED, List.of(), 4, samples, 0.75, loss, 0);
    return new SampledSoftmax(settings, counts, tensors, Slopes.ROWS);
  }

  /**
   * Scores 0 and, of the word that follows, ln 3: softmax 1/4 and 3/4, logistic 1/2 and 3/4. For
   * BlackOut the first derivative is 1/4 + 1/3 - 1/4 * 1/3 = 1/2.
   */
  @ParameterizedTest
  @CsvSource({"IMPORTANCE, 0.75, 0.25", "BLACKOUT, 0.5625, 0.5", "NCE, 0.375, 0.5"})
  void lossesByHand(Sampling kind, double likelihood, float slope) {
    float[] scores = {9, -7, (float) Math.log(3)};
    double loss = SampledLoss.of(kind).slopes(scores, 1, new float[] {7, 0}, 2);
    assertThat(loss).isCloseTo(-Math.log(likelihood), within(1e-6));
    assertThat(scores[0]).isEqualTo(9);
    assertThat(scores[1]).isCloseTo(slope, within(1e-6f));
    assertThat(scores[2]).isCloseTo(kind == Sampling.NCE ? -0.25f : -slope, within(1e-6f));
  }

  @ParameterizedTest
  @EnumSource
  void derivativesAreThoseOfCentralDifferences(Sampling kind) {
    for (int samples : new int[] {1, 4, 9, WORDS, 100}) {
      SampledSoftmax softmax = of(kind, samples);
      Slopes.fill(softmax);
      assertThat(new Slopes(softmax, SIZE, LABELS).gap()).as("%d", samples).isLessThan(1e-3);
    }
  }

  @Test
  void derivativesOfAnotherLossAreSeen() {
    SampledSoftmax softmax = of(Sampling.BLACKOUT, 4);
    Slopes.fill(softmax);
    for (Sampling other : new Sampling[] {Sampling.IMPORTANCE, Sampling.NCE}) {
      OutputLayer wrong = of(other, 4, softmax.parameters());
      assertThat(new Slopes(softmax, SIZE, LABELS).gap(wrong)).isGreaterThan(1e-2);
    }
    // One sample less
    OutputLayer fewer = of(Sampling.BLACKOUT, 3, softmax.parameters());
    assertThat(new Slopes(softmax, SIZE, LABELS).gap(fewer)).isGreaterThan(1e-2);
  }

  /** The law: with all words drawn, the importance-corrected softmax is the full one. */
  @Test
  void withAllWordsItIsTheFullSoftmax() {
    SampledSoftmax sampled = of(Sampling.IMPORTANCE, WORDS);
    Slopes.fill(sampled);
    List<Tensor> tensors = sampled.parameters();
    FullSoftmax full = new FullSoftmax(tensors.get(0), tensors.get(1), Slopes.ROWS, tensors);
    float[] hidden = new Slopes(sampled, SIZE, LABELS).hidden();
    float[] toHidden = new float[hidden.length];
    float[] other = new float[hidden.length];
    double loss = sampled.train(hidden, LABELS.length, LABELS, 0.5f, toHidden, 1);
    assertThat(loss)
        .isCloseTo(full.train(hidden, LABELS.length, LABELS, 0.5f, other, 1), within(1e-5));
    assertThat(toHidden).containsExactly(other, within(1e-6f));
    for (int i = 0; i < 2; i++) {
      assertThat(Slopes.whole(sampled.gradients().get(i)))
          .containsExactly(full.gradients().get(i).values(), within(1e-6f));
    }
    double[] exact = new double[LABELS.length];
    sampled.losses(hidden, LABELS.length, LABELS, exact);
    double sum = 0;
    for (double each : exact) {
      sum += each;
    }
    assertThat(sum).isCloseTo(loss, within(1e-5));
  }

  /** Evaluation sees all words, however few were trained on. */
  @ParameterizedTest
  @EnumSource
  void probabilitiesSumToOne(Sampling kind) {
    SampledSoftmax softmax = of(kind, 2);
    Slopes.fill(softmax);
    float[] hidden = new Slopes(softmax, SIZE, LABELS).hidden();
    float[] all = new float[WORDS];
    softmax.logProbabilities(hidden, 1, all);
    double sum = 0;
    for (float each : all) {
      sum += Math.exp(each);
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void onlyDrawnAndFollowingWordsAreTouched() {
    SampledSoftmax softmax = of(Sampling.BLACKOUT, 3);
    Slopes.fill(softmax);
    new Slopes(softmax, SIZE, 4, 9, 4).loss();
    Gradient rows = softmax.gradients().get(0);
    assertThat(rows.isOfRows()).isTrue();
    assertThat(rows.count()).isBetween(3, 5);
    int[] touched = new int[rows.count()];
    for (int i = 0; i < touched.length; i++) {
      touched[i] = rows.row(i);
    }
    assertThat(touched).contains(4, 9).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theSeedDecidesTheWords() {
    NoiseWords noise = new NoiseWords(new long[] {9, 8, 7, 6, 5, 4, 3, 2}, 0.75, 4);
    int[] first = noise.draw(1).clone();
    assertThat(first).isSorted().doesNotHaveDuplicates();
    boolean differs = false;
    for (int seed = 2; seed < 10; seed++) {
      differs |= !java.util.Arrays.equals(noise.draw(seed), first);
    }
    assertThat(differs).isTrue();
    assertThat(noise.draw(1)).containsExactly(first);
  }

  /**
   * Of 60 words, 12 a draw: each word's mean stated probability is its share of 20,000 draws, to
   * five standard deviations and the few percent by which the statement is off, for tries are not
   * quite independent of what they gave. By the wrong power it would be off by half.
   */
  @Test
  void wordsAreDrawnAsOftenAsItSays() {
    long[] counts = new long[60];
    for (int id = 0; id < counts.length; id++) {
      counts[id] = 6000 / (id + 1);
    }
    NoiseWords noise = new NoiseWords(counts, 0.75, 12);
    int draws = 20_000;
    int[] drawn = new int[counts.length];
    double[] stated = new double[counts.length];
    for (int i = 0; i < draws; i++) {
      for (int id : noise.draw(dev.perplex.provenance.Seeds.mix(i))) {
        drawn[id]++;
      }
      for (int id = 0; id < counts.length; id++) {
        stated[id] += Math.exp(noise.logProbability(id)) / draws;
      }
    }
    for (int id = 0; id < counts.length; id++) {
      double share = (double) drawn[id] / draws;
      double off = 5 * Math.sqrt(share * (1 - share) / draws) + 0.04 * share;
      assertThat(stated[id]).as("word %d", id).isCloseTo(share, within(off));
    }
  }

  @Test
  void countsOfAnotherVocabularyAreRefused() {
    List<Tensor> tensors = of(Sampling.NCE, 1).parameters();
    assertThatThrownBy(() -> new SampledSoftmax(SoftmaxSettings.usual(), new long[3], tensors, 1))
        .hasMessage("3 counts of 12 words");
  }
}
