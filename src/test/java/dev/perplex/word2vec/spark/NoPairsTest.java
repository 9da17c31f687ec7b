package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordLoss;
import dev.perplex.word2vec.WordModel;
import org.junit.jupiter.api.Test;

/** What is advised where no word has another near it: nothing that is so already. */
class NoPairsTest {
  private static String said(int workers, double sample) {
    Word2vecSettings settings =
        new Word2vecSettings(
            WordModel.SKIP_GRAM,
            WordLoss.NEGATIVE_SAMPLING,
            12,
            3,
            5,
            sample,
            0.025,
            1,
            workers,
            2,
            1,
            1);
    return Word2vecTraining.noPairs(settings).getMessage();
  }

  private static final String START =
      "word2vec found no two words near each other in epoch 1: every word stands alone in its"
          + " sentence";
  private static final String WAY_OUT = ". Give longer sentences or more text";

  @Test
  void whatTheSettingsCannotHaveDoneIsNotNamed() {
    assertThat(said(1, 0)).isEqualTo(START + WAY_OUT + ".");
    assertThat(said(2, 0))
        .isEqualTo(
            START
                + " or in its worker's part of a round (word2vec.workers = 2)"
                + WAY_OUT
                + ", or set word2vec.workers lower.");
    assertThat(said(1, 0.25))
        .isEqualTo(
            START
                + " or after subsampling (word2vec.sample = 0.25)"
                + WAY_OUT
                + ", or set word2vec.sample=0.");
    assertThat(said(2, 0.25))
        .endsWith(
            " (word2vec.workers = 2) or after subsampling (word2vec.sample = 0.25)"
                + WAY_OUT
                + ", or set word2vec.workers lower or word2vec.sample=0.");
  }
}
