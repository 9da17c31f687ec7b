package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordVectorsTest {
  private final WordVectors vectors =
      new WordVectors(
          List.of("<unk>", "king", "queen", "zebra", "apple", "north"),
          2,
          new float[] {0, 0, 3, 4, 4, 3, 6, 8, 6, 8, -3, -4});

  @Test
  void similarityIsTheCosine() {
    // (3, 4) and (4, 3): 24 / 25
    assertThat(vectors.similarity("king", "queen")).isCloseTo(0.96, within(1e-12));
    assertThat(vectors.similarity("king", "north")).isCloseTo(-1, within(1e-12));
    assertThat(vectors.similarity("king", "<unk>")).isZero();
  }

  @Test
  void theNearestComeFirstTiesBySpellingWithoutTheWordItselfAndUntrainedOnes() {
    assertThat(vectors.nearest("king", 9))
        .extracting(WordVectors.Neighbour::word)
        .containsExactly("apple", "zebra", "queen", "north");
    assertThat(vectors.nearest("king", 1))
        .extracting(WordVectors.Neighbour::word)
        .containsExactly("apple");
    assertThat(vectors.nearest("king", 0)).isEmpty();
  }

  @Test
  void anAnalogyIsTheNearestToBPlusCMinusA() {
    // man (1, 0), king (1, 1), woman (0, 1): king + woman - man = (1, 1) / sqrt 2 + (-1, 1)
    // = (-0.2929, 1.7071), of length sqrt 3; its cosine with queen (-1, 1) / sqrt 2 is
    // 1.41421 / sqrt 3 = 0.8165, with boy (1, -1) the opposite.
    WordVectors royal =
        new WordVectors(
            List.of("man", "king", "woman", "boy", "queen", "<unk>"),
            2,
            new float[] {1, 0, 3, 3, 0, 2, 1, -1, -5, 5, 0, 0});
    List<WordVectors.Neighbour> best =
        royal.analogy("man", "king", "woman", AnalogyMethod.COS_ADD, 9);
    assertThat(best).extracting(WordVectors.Neighbour::word).containsExactly("queen", "boy");
    assertThat(best.get(0).similarity()).isCloseTo(0.8165, within(1e-4));
    assertThat(best.get(1).similarity()).isCloseTo(-0.8165, within(1e-4));
    // Cosines with man, king and woman: queen -0.7071, 0, 0.7071. Shifted: 0.14645, 0.5, 0.85355.
    // 0.5 * 0.85355 / 0.14645 = 2.9142
    best = royal.analogy("man", "king", "woman", AnalogyMethod.COS_MUL, 1);
    assertThat(best).extracting(WordVectors.Neighbour::word).containsExactly("queen");
    assertThat(best.get(0).similarity()).isCloseTo(2.9142, within(1e-3));
  }

  @Test
  void spellingIsComparedInCodePoints() {
    // U+1D400 lies above U+FF21, though its first UTF-16 unit lies below.
    assertThat(WordSpelling.BY_CODE_POINT.compare("\uD835\uDC00", "\uFF21")).isPositive();
    assertThat(WordSpelling.BY_CODE_POINT.compare("ab", "abc")).isNegative();
    assertThat(WordSpelling.BY_CODE_POINT.compare("ab", "ab")).isZero();
  }

  @Test
  void anUnknownWordNamesWordsSpelledAlike() {
    assertThatThrownBy(() -> vectors.nearest("quen", 3))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("the word quen is not among the 6 words of the vectors. Did you mean queen?");
    assertThatThrownBy(() -> vectors.similarity("king", "100%s"))
        .hasMessage(
            "the word 100%s is not among the 6 words of the vectors. No word is spelled like it;"
                + " words are case-sensitive.");
  }

  @Test
  void isNotChangedThroughWhatItTookOrGave() {
    float[] numbers = {1, 2};
    WordVectors one = new WordVectors(List.of("a"), 2, numbers);
    numbers[0] = 9;
    one.vector("a")[1] = 9;
    one.toArray()[1] = 9;
    assertThat(one.vector("a")).containsExactly(1, 2);
  }

  @Test
  void refusesWhatAreNoVectors() {
    assertThatThrownBy(() -> new WordVectors(List.of("a"), 2, new float[3]))
        .hasMessage("1 words of dimension 2, 3 numbers");
    assertThatThrownBy(() -> new WordVectors(List.of("a", "a"), 1, new float[2]))
        .hasMessage("the word a stands twice");
    assertThatThrownBy(() -> new WordVectors(List.of("a"), 1, new float[] {Float.NaN}))
        .hasMessage("the vector of a is not finite");
  }
}
