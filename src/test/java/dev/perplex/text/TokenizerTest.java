package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.InvalidSetting;
import dev.perplex.provenance.PerplexException;
import dev.perplex.text.TokenizeSettings.Eos;
import dev.perplex.text.TokenizeSettings.Kind;
import dev.perplex.text.TokenizeSettings.LetterCase;
import dev.perplex.text.TokenizeSettings.Numbers;
import dev.perplex.text.TokenizeSettings.SpecialTokens;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenizerTest {

  /** Settings that a test changes one by one. */
  private record Choice(
      Kind kind,
      String language,
      LetterCase letterCase,
      Numbers numbers,
      Eos eos,
      SpecialTokens specialTokens) {
    static final Choice WORDS =
        new Choice(Kind.WORDS, "en", LetterCase.KEEP, Numbers.KEEP, Eos.LINE, SpecialTokens.ACCEPT);

    Choice kind(Kind kind) {
      return new Choice(kind, language, letterCase, numbers, eos, specialTokens);
    }

    Choice language(String language) {
      return new Choice(kind, language, letterCase, numbers, eos, specialTokens);
    }

    Choice lower() {
      return new Choice(kind, language, LetterCase.LOWER, numbers, eos, specialTokens);
    }

    Choice numbers(Numbers numbers) {
      return new Choice(kind, language, letterCase, numbers, eos, specialTokens);
    }

    Choice eos(Eos eos) {
      return new Choice(kind, language, letterCase, numbers, eos, specialTokens);
    }

    Choice special(SpecialTokens specialTokens) {
      return new Choice(kind, language, letterCase, numbers, eos, specialTokens);
    }

    TokenizeSettings settings() {
      return new TokenizeSettings(kind, language, letterCase, numbers, eos, specialTokens);
    }

    List<String> cut(String text) {
      List<String> tokens = new ArrayList<>();
      TokenizerFile.of(settings())
          .tokenizer()
          .tokenize(new Document("a.txt#0000000000007", text), tokens::add);
      return tokens;
    }

    /** Without the end. */
    List<String> words(String text) {
      List<String> tokens = cut(text);
      return tokens.subList(0, tokens.size() - 1);
    }
  }

  private static final Choice SPACED = Choice.WORDS.kind(Kind.WHITESPACE);
  private static final Choice CHARACTERS = Choice.WORDS.kind(Kind.CHARACTERS);

  @Test
  void wordsKeepPunctuation() {
    assertThat(Choice.WORDS.cut("It's 3.14 \u2014 \"really\"?"))
        .containsExactly("It's", "3.14", "\u2014", "\"", "really", "\"", "?", "<eos>");
  }

  @Test
  void languagesWithoutSpacesAreCutByDictionary() {
    assertThat(Choice.WORDS.language("zh").words("我们今天去北京大学学习。"))
        .containsExactly("我们", "今天", "去", "北京", "大学", "学习", "。");
    assertThat(Choice.WORDS.language("ja").words("私は東京に住んでいます。"))
        .containsExactly("私", "は", "東京", "に", "住", "んで", "い", "ます", "。");
    assertThat(Choice.WORDS.language("th").words("ฉันรักภาษาไทย"))
        .containsExactly("ฉัน", "รัก", "ภาษา", "ไทย");
  }

  @Test
  void dictionariesServeTextAmongOtherText() {
    assertThat(Choice.WORDS.words("He said 我们今天 and left."))
        .containsExactly("He", "said", "我们", "今天", "and", "left", ".");
  }

  @Test
  void whitespaceIsThatOfUnicode() {
    assertThat(SPACED.cut(" a,\tb\u00A0c\u3000d\u2028e\u0085f  g\u001Ch "))
        .containsExactly("a,", "b", "c", "d", "e", "f", "g\u001Ch", "<eos>");
  }

  @Test
  void charactersAreCodePoints() {
    assertThat(CHARACTERS.cut("a b😀\nc"))
        .containsExactly("a", " ", "b", "😀", "<eos>", "c", "<eos>");
    assertThat(CHARACTERS.eos(Eos.DOCUMENT).cut("a\nb")).containsExactly("a", "\n", "b", "<eos>");
  }

  @Test
  void lowerCaseFollowsTheLanguage() {
    assertThat(Choice.WORDS.lower().words("THE Île ISTANBUL"))
        .containsExactly("the", "île", "istanbul");
    assertThat(Choice.WORDS.lower().language("tr").words("ISPARTA İzmir IŞIK isim"))
        .containsExactly("ısparta", "izmir", "ışık", "isim");
    assertThat(CHARACTERS.lower().language("tr").words("Iİ")).containsExactly("ı", "i");
    assertThat(Choice.WORDS.lower().language("el").words("ΟΔΥΣΣΕΥΣ")).containsExactly("οδυσσευς");
    assertThat(String.join("", CHARACTERS.lower().language("el").words("ΟΔΟΣ"))).isEqualTo("οδος");
  }

  @Test
  void digitsBecomeZeros() {
    assertThat(Choice.WORDS.numbers(Numbers.DIGITS).words("in 1842, 3rd ١٢"))
        .containsExactly("in", "0000", ",", "0rd", "00");
    assertThat(CHARACTERS.numbers(Numbers.DIGITS).words("a19")).containsExactly("a", "0", "0");
  }

  @Test
  void numbersBecomeOneToken() {
    assertThat(Choice.WORDS.numbers(Numbers.TOKEN).words("in 1,842.50 and 3rd v2 7"))
        .containsExactly("in", "<num>", "and", "3rd", "v2", "<num>");
    assertThat(SPACED.numbers(Numbers.TOKEN).words("-5 +3.2 1..2 7. . - 50% 1,000,000"))
        .containsExactly("<num>", "<num>", "1..2", "7.", ".", "-", "50%", "<num>");
    assertThatThrownBy(() -> CHARACTERS.numbers(Numbers.TOKEN).settings())
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("numbers = token has no meaning with kind = characters");
  }

  @Test
  void anEndStandsAtEachLine() {
    assertThat(SPACED.cut("a b\n\nc")).containsExactly("a", "b", "<eos>", "<eos>", "c", "<eos>");
    assertThat(SPACED.cut("")).containsExactly("<eos>");
    assertThat(SPACED.cut("a\n")).containsExactly("a", "<eos>", "<eos>");
  }

  @Test
  void anEndStandsAtEachSentence() {
    assertThat(Choice.WORDS.eos(Eos.SENTENCE).cut("One. Two 3.5?\n\n  \nThree"))
        .containsExactly("One", ".", "<eos>", "Two", "3.5", "?", "<eos>", "Three", "<eos>");
    assertThat(Choice.WORDS.eos(Eos.SENTENCE).language("zh").cut("我们走。去！"))
        .containsExactly("我们", "走", "。", "<eos>", "去", "！", "<eos>");
    assertThat(Choice.WORDS.eos(Eos.SENTENCE).cut(" ")).isEmpty();
  }

  @Test
  void anEndStandsAtEachDocument() {
    assertThat(SPACED.eos(Eos.DOCUMENT).cut("a\n\nb")).containsExactly("a", "b", "<eos>");
    assertThat(SPACED.eos(Eos.DOCUMENT).cut("")).containsExactly("<eos>");
  }

  @Test
  void acceptedSpecialTokensAreTheSymbols() {
    for (Choice choice : List.of(SPACED, Choice.WORDS)) {
      assertThat(choice.cut("a <unk> <eos>\n<unk>\n<eos> b"))
          .containsExactly("a", "<unk>", "<eos>", "<unk>", "<eos>", "<eos>", "b", "<eos>");
    }
    assertThat(SPACED.eos(Eos.DOCUMENT).cut("a\n<eos>")).containsExactly("a", "<eos>");
  }

  @Test
  void escapedSpecialTokensAreWords() {
    for (Choice choice : List.of(SPACED, Choice.WORDS)) {
      assertThat(choice.special(SpecialTokens.ESCAPE).cut("a <unk> <eos>"))
          .containsExactly("a", "\\<unk>", "\\<eos>", "<eos>");
    }
    assertThat(SPACED.special(SpecialTokens.ESCAPE).numbers(Numbers.TOKEN).cut("<num> 5"))
        .containsExactly("\\<num>", "<num>", "<eos>");
    assertThat(SPACED.special(SpecialTokens.ESCAPE).cut("<num>")).containsExactly("<num>", "<eos>");
  }

  /** Lower case must not make a symbol of a word behind the policy's back. */
  @Test
  void loweredSpecialTokensAreFound() {
    assertThat(SPACED.lower().special(SpecialTokens.ESCAPE).cut("<UNK>"))
        .containsExactly("\\<unk>", "<eos>");
  }

  @Test
  void refusedSpecialTokensNameTheDocument() {
    for (Choice choice : List.of(SPACED, Choice.WORDS)) {
      assertThatThrownBy(() -> choice.special(SpecialTokens.REFUSE).cut("a <unk>"))
          .isInstanceOfSatisfying(
              PerplexException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
          .hasMessage(
              "a.txt#0000000000007: the text spells the special token <unk>. Remove it, or pass"
                  + " --set tokenize.special-tokens=accept (it is that symbol) or =escape (it is a"
                  + " word).");
    }
    assertThat(SPACED.special(SpecialTokens.REFUSE).cut("a <unk>.")).hasSize(3);
  }

  @Test
  void aSpelledOutSpecialTokenIsCharacters() {
    assertThat(CHARACTERS.special(SpecialTokens.REFUSE).words("<eos>"))
        .containsExactly("<", "e", "o", "s", ">");
  }

  /** One tokenizer serves document after document, long lines after short ones. */
  @Test
  void aTokenizerIsUsedAgain() {
    Tokenizer tokenizer = TokenizerFile.of(Choice.WORDS.settings()).tokenizer();
    String longLine = "word ".repeat(5000) + "中文";
    for (String text : List.of("a <eos>", "b", longLine, "a b")) {
      List<String> tokens = new ArrayList<>();
      tokenizer.tokenize(new Document("a#0", text), tokens::add);
      assertThat(tokens).isEqualTo(Choice.WORDS.cut(text));
    }
  }

  @Test
  void settingsCheckThemselves() {
    assertThatThrownBy(() -> Choice.WORDS.language("english language").settings())
        .isInstanceOf(InvalidSetting.class)
        .hasMessage("language = english language is not a BCP 47 language tag");
    assertThatThrownBy(() -> Choice.WORDS.language("").settings())
        .hasMessage("language = \"\" is empty");
  }
}
