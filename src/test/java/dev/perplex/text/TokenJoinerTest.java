package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.text.TokenizeSettings.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenJoinerTest {

  private static String joined(Kind kind, String phraseJoiner, List<String> tokens) {
    TokenJoiner joiner = new TokenJoiner(kind, phraseJoiner);
    StringBuilder text = new StringBuilder();
    tokens.forEach(each -> text.append(joiner.next(each)));
    return text.toString();
  }

  private static String words(String tokens) {
    return joined(Kind.WORDS, "", List.of(tokens.split(" ")));
  }

  @Test
  void marksLeanWherePeopleSetThem() {
    assertThat(words("a dog , a cat ( or two ) ; yes !")).isEqualTo("a dog, a cat (or two); yes!");
    assertThat(words("it costs $ 5 , or 7 % .")).isEqualTo("it costs $5, or 7%.");
    assertThat(words("a well - known man")).isEqualTo("a well-known man");
  }

  @Test
  void straightQuotesOpenAndClose() {
    assertThat(words("he said \" no \" and \" yes \" .")).isEqualTo("he said \"no\" and \"yes\".");
    assertThat(words("\" open <eos> \" again \""))
        .as("a line's end closes")
        .isEqualTo("\"open\n\"again\"");
  }

  @Test
  void linesEndAtEos() {
    assertThat(words("one . <eos> two <eos>")).isEqualTo("one.\ntwo\n");
  }

  @Test
  void treebankPiecesAndWikiTextMarksJoin() {
    assertThat(words("the king 's men do n't")).isEqualTo("the king's men don't");
    assertThat(words("a three @-@ year term , 1 @,@ 000 and 2 @.@ 5"))
        .isEqualTo("a three-year term, 1,000 and 2.5");
  }

  @Test
  void phrasesAreWordsAgain() {
    assertThat(joined(Kind.WORDS, "_", List.of("in", "new_york_city", "\\new_york", "_")))
        .isEqualTo("in new york city new_york_");
  }

  @Test
  void charactersAreVerbatim() {
    assertThat(joined(Kind.CHARACTERS, "", List.of("a", " ", " ", ",", "b", "<eos>", "\"")))
        .isEqualTo("a  ,b\n\"");
  }

  /** What was tokenized comes back, where nothing was dropped. */
  @Test
  void theTokenizersWordsComeBack() {
    TokenizerFile file =
        TokenizerFile.of(
            new TokenizeSettings(
                Kind.WORDS,
                "en",
                TokenizeSettings.LetterCase.KEEP,
                TokenizeSettings.Numbers.KEEP,
                TokenizeSettings.Eos.LINE,
                TokenizeSettings.SpecialTokens.ACCEPT));
    String text = "The dog's tail (long) wagged; \"why?\" she asked.\nDon't know.";
    TokenJoiner joiner = file.joiner();
    StringBuilder back = new StringBuilder();
    file.tokenizer().tokenize(new Document("d", text), token -> back.append(joiner.next(token)));
    assertThat(back).hasToString(text + "\n");
  }
}
