package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import dev.perplex.provenance.PerplexException;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

class Dl4jReaderTest {
  private final MultiLayerNetwork network = Example.network();
  private final LanguageModel model = new Dl4jModel(network);

  private double[] oneByOne(LanguageReader reader, int[] ids) {
    double[] losses = new double[ids.length];
    float[] logs = new float[model.vocabulary()];
    for (int i = 0; i < ids.length; i++) {
      reader.logProbabilities(logs);
      losses[i] = -logs[ids[i]];
      reader.read(ids[i]);
    }
    return losses;
  }

  @Test
  void allWaysOfReadingGiveTheSameLosses() {
    List<int[]> documents = Example.documents(150, 1, 7);
    double[][] batched = new SequenceScorer(network).score(documents);
    LanguageReader reader = model.reader();
    assertThat(reader.losses(documents)).isDeepEqualTo(batched);
    for (int document = 0; document < batched.length; document++) {
      int[] ids = documents.get(document);
      reader.reset();
      assertThat(reader.losses(ids)).containsExactly(batched[document], within(1e-5));
      reader.reset();
      assertThat(oneByOne(reader, ids)).containsExactly(batched[document], within(1e-5));
    }
  }

  @Test
  void aStretchIsGivenWhatWasReadBefore() {
    int[] ids = Example.documents(90).get(0);
    double[] whole = model.reader().losses(ids);
    LanguageReader reader = model.reader();
    double[] first = reader.losses(java.util.Arrays.copyOf(ids, 30));
    reader.hidden(); // asked for or not, the next stretch is the same
    double[] rest = reader.losses(java.util.Arrays.copyOfRange(ids, 30, 90));
    assertThat(first).containsExactly(java.util.Arrays.copyOf(whole, 30), within(1e-5));
    assertThat(rest).containsExactly(java.util.Arrays.copyOfRange(whole, 30, 90), within(1e-5));
  }

  @Test
  void probabilitiesSumToOne() {
    float[] logs = new float[model.vocabulary()];
    LanguageReader reader = model.reader();
    reader.read(5);
    reader.logProbabilities(logs);
    double sum = 0;
    for (float log : logs) {
      sum += Math.exp(log);
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Test
  void statesAreThoseBeforeEachToken() {
    int[] ids = Example.documents(70).get(0);
    float[][] hidden = new float[ids.length][];
    double[] losses = model.reader().losses(ids, hidden);
    LanguageReader other = model.reader();
    for (int i = 0; i < ids.length; i++) {
      assertThat(hidden[i]).containsExactly(other.hidden(), within(1e-5f));
      other.read(ids[i]);
    }
    assertThat(losses).containsExactly(model.reader().losses(ids), within(1e-12));
  }

  @Test
  void readersDoNotDisturbEachOther() {
    int[] ids = Example.documents(20).get(0);
    LanguageReader one = model.reader();
    LanguageReader other = model.reader();
    double[] alone = model.reader().losses(ids);
    one.read(3);
    other.losses(new int[] {4, 5});
    one.reset();
    assertThat(one.losses(ids)).isEqualTo(alone);
  }

  @Test
  void aWordOutsideTheVocabularyIsRefused() {
    assertThatThrownBy(() -> model.reader().read(12))
        .isInstanceOf(PerplexException.class)
        .hasMessageStartingWith("the model knows words 0 to 11, but the text holds word 12.");
  }
}
