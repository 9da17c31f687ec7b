package dev.perplex.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.eval.LanguageReader;
import dev.perplex.provenance.PerplexException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NgramModelTest {
  private static final int UNK = 0;
  private static final int EOS = 1;
  private static final int A = 2;
  private static final int B = 3;
  private static final int C = 4;

  /** Three sentences: a b, a c, a b. */
  private static final int[] TINY = {A, B, EOS, A, C, EOS, A, B, EOS};

  /*
   * Modified Kneser-Ney of order 2 by hand. Bigrams: <s> a 3, a b 2, b </s> 2, a c 1, c </s> 1, so
   * n1 = 2, n2 = 2, n3 = 1, n4 = 0; Y = 2 / (2 + 4) = 1/3; D1 = 1 - 2 Y 2/2 = 1/3,
   * D2 = 2 - 3 Y 1/2 = 3/2, D3 = 3 - 0 = 3.
   *
   * Words stand after 1 (a, b, c) or 2 (</s>) others, of 5 bigrams; n3 = 0, so the discounts are
   * 1/2, 1: 1/2 * 3 + 1 = 5/2 of 5 are taken, a tenth for each of the five words.
   * p(a) = p(b) = p(c) = (1 - 1/2) / 5 + 1/10 = 1/5; p(</s>) = 1/5 + 1/10 = 3/10; p(<unk>) = 1/10.
   *
   * After a: (3/2 + 1/3) / 3 = 11/18 are taken. p(b|a) = 1/2 / 3 + 11/18 * 1/5 = 26/90;
   * p(c|a) = 2/3 / 3 + 11/90 = 31/90; p(</s>|a) = 11/60; p(a|a) = 11/90; p(<unk>|a) = 11/180.
   * After <s>, all of a's count of 3 is taken: each word has its own probability.
   */
  @Test
  void modifiedKneserNeyIsWhatTheHandWorksOut() {
    LanguageReader reader =
        LocalNgrams.of(TINY, 5, Settings.of(2, Smoothing.MODIFIED_KNESER_NEY)).reader();
    assertProbabilities(reader, 1 / 10.0, 3 / 10.0, 1 / 5.0, 1 / 5.0, 1 / 5.0);
    reader.read(A);
    assertProbabilities(reader, 11 / 180.0, 11 / 60.0, 11 / 90.0, 26 / 90.0, 31 / 90.0);
    reader.read(EOS);
    assertProbabilities(reader, 1 / 10.0, 3 / 10.0, 1 / 5.0, 1 / 5.0, 1 / 5.0);
  }

  private static void assertProbabilities(LanguageReader reader, double... expected) {
    float[] logs = new float[expected.length];
    reader.logProbabilities(logs);
    for (int id = 0; id < expected.length; id++) {
      assertThat(Math.exp(logs[id])).as("word " + id).isCloseTo(expected[id], within(1e-6));
    }
  }

  /** 7 of 9 tokens and the rest shared by 5 words: (3 + .1) / (9 + .5) for a. */
  @Test
  void addingIsWhatTheHandWorksOut() {
    LanguageReader reader = LocalNgrams.of(TINY, 5, Settings.of(1, Smoothing.ADD_K)).reader();
    assertProbabilities(reader, .1 / 9.5, 3.1 / 9.5, 3.1 / 9.5, 2.1 / 9.5, 1.1 / 9.5);
    LanguageReader bigrams = LocalNgrams.of(TINY, 5, Settings.of(2, Smoothing.ADD_K)).reader();
    bigrams.read(A);
    assertProbabilities(bigrams, .1 / 3.5, .1 / 3.5, .1 / 3.5, 2.1 / 3.5, 1.1 / 3.5);
    bigrams.read(UNK); // a context that was never seen
    assertProbabilities(bigrams, .2, .2, .2, .2, .2);
  }

  /** A corpus and how a model of it is made. */
  record Case(List<Integer> ids, NgramSettings settings) {
    static final int WORDS = 6;

    int[] text() {
      return ids.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<List<Integer>> ids =
        Arbitraries.integers()
            .between(0, Case.WORDS - 2) // one word is never seen
            .list()
            .ofMinSize(1)
            .ofMaxSize(120);
    Arbitrary<NgramSettings> settings =
        Combinators.combine(
                Arbitraries.integers().between(1, 5),
                Arbitraries.of(Smoothing.class),
                Arbitraries.of(List.of(0), List.of(0, 0, 1), List.of(0, 1), List.of(0, 1, 2)))
            .as(
                (order, smoothing, prune) ->
                    Settings.of(
                        order,
                        smoothing,
                        smoothing == Smoothing.ADD_K || prune.size() > order
                            ? new Integer[] {0}
                            : prune.toArray(Integer[]::new)));
    return Combinators.combine(ids, settings).as(Case::new);
  }

  @Property(tries = 300)
  void probabilitiesOfEachContextSumToOneAndAreThoseOfTheFormulas(@ForAll("cases") Case one) {
    int[] text = one.text();
    NgramModel model = LocalNgrams.of(text, Case.WORDS, one.settings());
    SlowNgrams slow = new SlowNgrams(text, Case.WORDS, one.settings());
    LanguageReader reader = model.reader();
    float[] logs = new float[Case.WORDS];
    List<Integer> history = new ArrayList<>(List.of(-1));
    int[] walk = Arrays.copyOf(text, text.length + 3);
    walk[text.length] = Case.WORDS - 1; // contexts that were never seen
    walk[text.length + 1] = text[0];
    walk[text.length + 2] = Case.WORDS - 1;
    for (int at = Math.max(0, walk.length - 40); at < walk.length; at++) {
      reader.logProbabilities(logs);
      double sum = 0;
      for (int word = 0; word < Case.WORDS; word++) {
        double probability = Math.exp(logs[word]);
        sum += probability;
        assertThat(probability)
            .as("%s after %s", word, history)
            .isCloseTo(slow.probability(history, word), within(2e-6));
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
      reader.read(walk[at]);
      if (walk[at] == EOS) {
        history = new ArrayList<>(List.of(-1));
      } else {
        history.add(walk[at]);
      }
    }
  }

  @Property(tries = 100)
  void shardsMakeNoDifference(@ForAll("cases") Case one) {
    int[] text = one.text();
    double[] whole = LocalNgrams.of(text, Case.WORDS, one.settings()).reader().losses(text);
    double[] cut = LocalNgrams.of(text, Case.WORDS, one.settings(), 7).reader().losses(text);
    assertThat(cut).isEqualTo(whole);
  }

  @Property(tries = 100)
  void lossesAreWhatAskingWordByWordSays(@ForAll("cases") Case one) {
    int[] text = one.text();
    NgramModel model = LocalNgrams.of(text, Case.WORDS, one.settings());
    double[] losses = model.reader().losses(text);
    LanguageReader reader = model.reader();
    float[] logs = new float[Case.WORDS];
    for (int at = 0; at < text.length; at++) {
      reader.logProbabilities(logs);
      assertThat(losses[at]).isCloseTo(-logs[text[at]], within(1e-5));
      reader.read(text[at]);
    }
  }

  @Test
  void nothingIsCarriedAcrossAnEnd() {
    NgramModel model = LocalNgrams.of(TINY, 5, Settings.of(3, Smoothing.KNESER_NEY));
    double[] once = model.reader().losses(new int[] {A, B, EOS});
    double[] twice = model.reader().losses(new int[] {A, B, EOS, A, B, EOS});
    assertThat(Arrays.copyOfRange(twice, 3, 6)).isEqualTo(once);
  }

  @ParameterizedTest
  @EnumSource(Smoothing.class)
  void aTextOfOneWordMakesAModel(Smoothing smoothing) {
    NgramModel model = LocalNgrams.of(new int[] {A}, 3, Settings.of(4, smoothing));
    float[] logs = new float[3];
    LanguageReader reader = model.reader();
    reader.logProbabilities(logs);
    assertThat(Math.exp(logs[0]) + Math.exp(logs[1]) + Math.exp(logs[2]))
        .isCloseTo(1, within(1e-6));
    assertThat(logs).doesNotContain(Float.NEGATIVE_INFINITY);
  }

  @Test
  void anEmptyTextIsRefused() {
    assertThatThrownBy(
            () -> LocalNgrams.of(new int[0], 3, Settings.of(2, Smoothing.MODIFIED_KNESER_NEY)))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("training text is empty");
  }

  @Test
  void textOfAnotherVocabularyIsRefused() {
    LanguageReader reader = LocalNgrams.of(TINY, 5, Settings.of(2, Smoothing.KATZ)).reader();
    assertThatThrownBy(() -> reader.losses(new int[] {A, 5}))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("Id 5 is none of the n-gram model's 5 words");
    assertThatThrownBy(() -> reader.read(-1)).isInstanceOf(PerplexException.class);
  }

  @Test
  void itHasNoHiddenLayer() {
    LanguageReader reader = LocalNgrams.of(TINY, 5, Settings.of(2, Smoothing.KATZ)).reader();
    assertThatThrownBy(reader::hidden).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void readersDoNotShareState() {
    NgramModel model = LocalNgrams.of(TINY, 5, Settings.of(2, Smoothing.MODIFIED_KNESER_NEY));
    LanguageReader one = model.reader();
    LanguageReader other = model.reader();
    one.read(A);
    assertProbabilities(other, 1 / 10.0, 3 / 10.0, 1 / 5.0, 1 / 5.0, 1 / 5.0);
  }
}
