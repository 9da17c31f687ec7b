package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeldOutLossTest {
  private final int[] ids = TwoTopics.ids(500);
  private final Vocabulary vocabulary = TwoTopics.vocabulary(ids);
  private final ArrayIds valid = new ArrayIds(TwoTopics.ids(20));

  private static Word2vecSettings settings(WordModel model, WordLoss loss) {
    return Examples.settings(model, loss, 3, 1, 2);
  }

  private HeldOutLoss heldOut(Word2vecSettings settings, ArrayIds text) {
    RoundPlan plan = RoundPlan.of(ids.length, settings);
    return new WorkerRound(settings, plan, vocabulary).heldOut(text);
  }

  private double loss(Word2vecSettings settings, LocalRounds trained) {
    return heldOut(settings, valid).of(trained.rows(), 0, 1).mean();
  }

  @Test
  void fallsWhileTrainingAndStartsWhereNothingIsKnown() {
    for (WordModel model : WordModel.values()) {
      for (WordLoss loss : WordLoss.values()) {
        Word2vecSettings settings = settings(model, loss);
        double before = loss(settings, LocalRounds.start(settings, vocabulary));
        double after = loss(settings, LocalRounds.train(settings, new ArrayIds(ids), vocabulary));
        assertThat(after).as("%s, %s", model, loss).isLessThan(0.95 * before);
        if (loss == WordLoss.NEGATIVE_SAMPLING) {
          // All scores are 0: log 2 for the centre and for each of at most 5 drawn words
          assertThat(before / Math.log(2)).isBetween(4.0, 6.0);
        }
      }
    }
  }

  @Test
  void isWhatANaiveComputationGives() {
    Word2vecSettings settings = settings(WordModel.SKIP_GRAM, WordLoss.HIERARCHICAL_SOFTMAX);
    LocalRounds trained = LocalRounds.train(settings, new ArrayIds(ids), vocabulary);
    HuffmanTree tree = HuffmanTree.of(vocabulary);
    // two lines with <unk> and repeats; one stretch
    int[] text = {2, 3, 0, 4, 2, 1, 5, 6, 7, 8, 9, 10, 11, 12, 0, 13, 1, 21};
    int[][] lines = {{2, 3, 4, 2}, {5, 6, 7, 8, 9, 10, 11, 12, 13}, {21}};
    double sum = 0;
    long pairs = 0;
    for (int[] line : lines) {
      for (int centre = 0; centre < line.length; centre++) {
        for (int near = 0; near < line.length; near++) {
          if (near != centre && Math.abs(near - centre) <= 5) {
            pairs++;
            for (int step = 0; step < tree.length(line[centre]); step++) {
              double score = score(trained, line[near], tree.node(line[centre], step));
              double sign = tree.bit(line[centre], step) == 0 ? 1 : -1;
              sum += Math.log(1 + Math.exp(-sign * score));
            }
          }
        }
      }
    }
    HeldOutLoss.Sum actual = heldOut(settings, new ArrayIds(text)).of(trained.rows(), 0, 1);
    assertThat(actual.pairs()).isEqualTo(pairs);
    assertThat(actual.loss()).isCloseTo(sum, within(1e-4));
  }

  private static double score(LocalRounds trained, int word, int output) {
    double score = 0;
    for (int d = 0; d < 12; d++) {
      score += (double) trained.inputs()[word * 12 + d] * trained.outputs()[output * 12 + d];
    }
    return score;
  }

  @Test
  void aWrongSignWouldBeSeen() {
    Word2vecSettings settings = settings(WordModel.SKIP_GRAM, WordLoss.NEGATIVE_SAMPLING);
    LocalRounds trained = LocalRounds.train(settings, new ArrayIds(ids), vocabulary);
    double right = loss(settings, trained);
    float[] turned = trained.inputs();
    int[] words = new int[vocabulary.size()];
    Arrays.setAll(words, id -> id);
    for (int i = 0; i < turned.length; i++) {
      turned[i] *= -1;
    }
    trained.rows().put(Rows.of(12, words, turned));
    assertThat(loss(settings, trained)).isGreaterThan(1.1 * right);
  }

  @Test
  void sharesSumToTheWholeWhateverTheWorkers() {
    Word2vecSettings settings = settings(WordModel.CBOW, WordLoss.NEGATIVE_SAMPLING);
    GlobalRows rows = LocalRounds.train(settings, new ArrayIds(ids), vocabulary).rows();
    HeldOutLoss heldOut = heldOut(settings, new ArrayIds(ids));
    HeldOutLoss.Sum whole = heldOut.of(rows, 0, 1);
    for (int workers : new int[] {2, 5, 64}) {
      HeldOutLoss.Sum sum = HeldOutLoss.Sum.NONE;
      for (int worker = 0; worker < workers; worker++) {
        sum = sum.plus(heldOut.of(rows, worker, workers));
      }
      assertThat(sum.pairs()).isEqualTo(whole.pairs());
      assertThat(sum.loss()).isCloseTo(whole.loss(), within(1e-9 * whole.loss()));
    }
    assertThat(heldOut.of(rows, 0, 1)).isEqualTo(whole);
  }

  @Test
  void aLongTextIsSampledEvenly() {
    // 2048 of the tokens are read, 64 at each of 32 places, from the first to the last
    int[] counts = new int[100_000];
    ArrayIds counted =
        new ArrayIds(new int[100_000]) {
          @Override
          public int[] read(long from, int length) {
            for (long i = from; i < from + length; i++) {
              counts[(int) i]++;
            }
            return super.read(from, length);
          }
        };
    heldOut(settings(WordModel.CBOW, WordLoss.NEGATIVE_SAMPLING), counted);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(2048);
    assertThat(Arrays.stream(counts).max()).hasValue(1);
    assertThat(Arrays.stream(counts, 0, 3125).sum()).isEqualTo(64);
    assertThat(Arrays.stream(counts, 96_875, 100_000).sum()).isEqualTo(64);
  }

  @Test
  void withoutAPairItIsNoNumber() {
    Word2vecSettings settings = settings(WordModel.SKIP_GRAM, WordLoss.NEGATIVE_SAMPLING);
    GlobalRows rows = LocalRounds.start(settings, vocabulary).rows();
    for (int[] text : new int[][] {{}, {0, 0, 1}, {2, 1, 3, 1}}) {
      HeldOutLoss.Sum sum = heldOut(settings, new ArrayIds(text)).of(rows, 0, 1);
      assertThat(sum).isEqualTo(HeldOutLoss.Sum.NONE);
      assertThat(sum.mean()).isNaN();
    }
  }
}
