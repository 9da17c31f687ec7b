package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SequenceScorerTest {

  @Test
  void lossesAreThoseOfEachDocumentAlone() {
    MultiLayerNetwork network = Example.network();
    List<int[]> documents = Example.documents(9, 1, 0, 23, 5, 5, 14, 2, 8);
    double[][] losses = new SequenceScorer(network, 4, 6).score(documents);
    for (int document = 0; document < losses.length; document++) {
      assertThat(losses[document])
          .containsExactly(alone(network, documents.get(document)), within(1e-5));
    }
  }

  /** The plain way: the whole document at once, DL4J's own probabilities. */
  private static double[] alone(MultiLayerNetwork network, int[] ids) {
    double[] losses = new double[ids.length];
    if (ids.length == 0) {
      return losses;
    }
    float[] inputs = new float[ids.length];
    inputs[0] = Vocabulary.EOS_ID;
    for (int time = 1; time < ids.length; time++) {
      inputs[time] = ids[time - 1];
    }
    INDArray output = network.output(Nd4j.createFromArray(inputs).reshape(1, 1, ids.length));
    for (int time = 0; time < ids.length; time++) {
      losses[time] = -Math.log(output.getDouble(0, ids[time], time));
    }
    return losses;
  }

  @Test
  void scoringTwiceGivesEqualBits() {
    SequenceScorer scorer = new SequenceScorer(Example.network());
    List<int[]> documents = Example.documents(9, 40, 3);
    assertThat(scorer.score(documents)).isDeepEqualTo(scorer.score(documents));
  }

  @Test
  void aWordOutsideTheVocabularyIsRefused() {
    assertThatThrownBy(
            () -> new SequenceScorer(Example.network()).score(List.of(new int[] {3, 12})))
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            "the model knows words 0 to 11, but the text holds word 12. Score with the vocabulary"
                + " that the model was trained with.");
  }

  @Test
  void aModelThatIsNotFiniteIsRefused() {
    MultiLayerNetwork network = Example.network();
    network.params().putScalar(network.numParams() - 1, Float.NaN);
    assertThatThrownBy(() -> new SequenceScorer(network).score(Example.documents(3)))
        .isInstanceOf(PerplexException.class)
        .hasMessageStartingWith("the model gives a probability that is not a number");
  }
}
