package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PhrasesTest {
  private static final Phrases NONE = Phrases.none("_");

  /** {@code "new york, los angeles"}: a pass of two pairs. */
  private static Phrases pass(Phrases before, String pairs) {
    List<Phrase> pass = new ArrayList<>();
    for (String pair : pairs.split(", ", -1)) {
      String[] words = pair.split(" ", -1);
      pass.add(new Phrase(words[0], words[1], 1, 1));
    }
    return before.plus(pass);
  }

  private static String join(Phrases phrases, String text) {
    return String.join(" ", phrases.join(Arrays.asList(text.split(" ", -1))));
  }

  @Test
  void pairsAreJoinedFromTheLeft() {
    Phrases phrases = pass(NONE, "a b, b c, x x");
    assertThat(join(phrases, "a b c a b")).isEqualTo("a_b c a_b");
    assertThat(join(phrases, "b c a b c")).isEqualTo("b_c a_b c");
    assertThat(join(phrases, "x x x x x")).isEqualTo("x_x x_x x");
    assertThat(join(phrases, "b a")).as("the order counts").isEqualTo("b a");
    assertThat(phrases.join(List.of())).isEmpty();
  }

  @Test
  void aPassTakesWhatThePassBeforeMade() {
    Phrases phrases = pass(pass(NONE, "new york, is in"), "new_york city, the new_york, a b");
    assertThat(join(phrases, "new york city is in the new york state"))
        .isEqualTo("new_york_city is_in the_new_york state");
    assertThat(phrases.size()).isEqualTo(5);
    // A phrase of four words after two passes, never in one.
    assertThat(join(pass(pass(NONE, "a b, c d"), "a_b c_d"), "a b c d")).isEqualTo("a_b_c_d");
    assertThat(join(pass(NONE, "a b, c d"), "a b c d")).isEqualTo("a_b c_d");
  }

  /** The second pass would join y z, had the first not taken y. */
  @Test
  void theEarlierPassComesFirst() {
    assertThat(join(pass(pass(NONE, "x y"), "y z"), "x y z y z")).isEqualTo("x_y z y_z");
  }

  @Test
  void withoutPhrasesTokensStayTheSameObject() {
    List<String> tokens = List.of("a_b", "\\a_b", "c");
    assertThat(NONE.join(tokens)).isSameAs(tokens);
    assertThat(NONE.isEmpty()).isTrue();
    assertThat(pass(NONE, "a b").isEmpty()).isFalse();
  }

  @Test
  void aTokenThatSpellsAPhraseIsAnotherWord() {
    Phrases phrases = pass(pass(NONE, "new york"), "new_york city");
    assertThat(join(phrases, "new_york new york new_york_city"))
        .isEqualTo("\\new_york new_york \\new_york_city");
    assertThat(join(phrases, "\\new_york \\\\new_york \\new york"))
        .isEqualTo("\\\\new_york \\\\\\new_york \\new york");
    assertThat(join(phrases, "snake_case _ york_new")).isEqualTo("snake_case _ york_new");
    assertThat(join(phrases, "new_york city")).as("no way round").isEqualTo("\\new_york city");
  }

  @Test
  void someTokensAreInNoPhrase() {
    Phrases phrases = pass(NONE, "new york");
    for (String token : List.of("<eos>", "<unk>", "<num>", "\\<unk>", "\\new_york", "a_b", "_")) {
      assertThat(phrases.joins(token)).as(token).isFalse();
      assertThatThrownBy(() -> phrases.plus(Map.of("a", List.of(token))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("\"" + token + "\" cannot be in a phrase");
      assertThatThrownBy(() -> phrases.plus(Map.of(token, List.of("a"))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(phrases.joins("new_york")).isTrue();
    assertThat(NONE.joins("new_york")).isFalse();
    assertThat(Phrases.none("-").joins("a_b")).isTrue();
  }

  /** Texts of few words, some of which hold joiners and backslashes. */
  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.of("a", "b", "c", "a_b", "\\a_b", "a_b_c", "\\\\a_b", "_", "\\a", "<eos>")
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  /** What the words of joined tokens were. */
  private static List<String> words(List<String> joined, Phrases phrases) {
    List<String> words = new ArrayList<>();
    for (String token : joined) {
      if (phrases.joins(token)) {
        words.addAll(Arrays.asList(token.split("_", -1)));
      } else if (token.startsWith("\\")
          && phrases.joins(token.replaceAll("^\\\\+", ""))
          && token.contains("_")) {
        words.add(token.substring(1));
      } else {
        words.add(token);
      }
    }
    return words;
  }

  /** Tokens tell which words they came from, so no two texts become the same tokens. */
  @Property
  void noTwoTextsCollide(@ForAll("texts") List<String> text) {
    Phrases phrases = pass(pass(NONE, "a b, b b"), "a_b c, a b_b, a c");
    assertThat(words(phrases.join(text), phrases)).isEqualTo(text);
  }

  /** The planted fault: joining as word2phrase does, blind to the joiner, must break the law. */
  @Test
  void theLawSeesPlainJoining() {
    Phrases phrases = pass(NONE, "a b");
    List<String> literal = List.of("a_b");
    assertThat(words(List.of("a_b"), phrases)).isNotEqualTo(literal);
    assertThat(words(phrases.join(literal), phrases)).isEqualTo(literal);
  }

  @Property
  void joiningTwiceTheSameTextGivesTheSame(@ForAll("texts") List<String> text) {
    Phrases phrases = pass(NONE, "a b, b a, c c");
    assertThat(phrases.join(text)).isEqualTo(phrases.join(new ArrayList<>(text)));
    assertThat(phrases.join(text).stream().filter("<eos>"::equals).count())
        .isEqualTo(text.stream().filter("<eos>"::equals).count());
  }
}
