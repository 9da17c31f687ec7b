package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.perplex.text.TokenizeSettings.Eos;
import dev.perplex.text.TokenizeSettings.Kind;
import dev.perplex.text.TokenizeSettings.LetterCase;
import dev.perplex.text.TokenizeSettings.Numbers;
import dev.perplex.text.TokenizeSettings.SpecialTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference is ICU itself: the fast segmenter must give its words, exactly. */
class WordSegmenterTest {
  private static final TokenizeSettings SETTINGS =
      new TokenizeSettings(
          Kind.WORDS, "en", LetterCase.KEEP, Numbers.KEEP, Eos.DOCUMENT, SpecialTokens.ACCEPT);

  private final WordSegmenter fast = new WordSegmenter(new IcuWords(ULocale.ENGLISH));
  private final TokenWriter writer = new TokenWriter(SETTINGS, ULocale.ENGLISH);
  private final BreakIterator icu = BreakIterator.getWordInstance(ULocale.ENGLISH);

  private List<String> fast(String text) {
    List<String> words = new ArrayList<>();
    writer.document("a#0", words::add);
    fast.segment(text.toCharArray(), 0, text.length(), writer);
    return words;
  }

  /** ICU by its public interface, with none of our code. */
  private List<String> plainIcu(String text) {
    List<String> words = new ArrayList<>();
    icu.setText(text);
    int start = icu.first();
    for (int end = icu.next(); end != BreakIterator.DONE; start = end, end = icu.next()) {
      String word = text.substring(start, end);
      if (!word.codePoints().allMatch(com.ibm.icu.lang.UCharacter::isUWhiteSpace)) {
        words.add(word);
      }
    }
    return words;
  }

  @Provide
  Arbitrary<String> ascii() {
    return Arbitraries.of(
            "aZbz019 '._-,;:\"@#/\\()\t\u0001\u007F$%"
                .chars()
                .mapToObj(c -> "" + (char) c)
                .toList())
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> mixed() {
    List<String> parts =
        List.of(
            "a",
            "word",
            "7",
            "1842",
            " ",
            " ",
            "  ",
            "'",
            ".",
            ",",
            ":",
            "_",
            "-",
            "\"",
            "é",
            "e\u0301",
            "\u0301",
            "\u00AD",
            "\u200D",
            "\u200B",
            "’",
            "“",
            "—",
            "…",
            "\u00A0",
            "\u202F",
            "\u3000",
            "\u0085",
            "\u2028",
            "\t",
            "中文",
            "漢",
            "ひらがな",
            "カタカナ",
            "ー",
            "한국어",
            "ภาษาไทย",
            "ລາວ",
            "שלום",
            "\u05F3",
            "عربي",
            "١٢",
            "हिन्दी",
            "Ωμέγα",
            "слово",
            "😀",
            "👩\u200D💻",
            "🇩🇪",
            "🇫🇷",
            "©",
            "❤\uFE0F",
            "①",
            "½",
            "ª",
            "·",
            "‧",
            "ｱ",
            "Ａ",
            "：",
            "\uFEFF",
            "\u0000",
            "\uD83D",
            "\r");
    return Arbitraries.of(parts).list().ofMaxSize(25).map(each -> String.join("", each));
  }

  @Provide
  Arbitrary<String> basicPlane() {
    return Arbitraries.chars()
        .range('\0', '\uFFFF')
        .list()
        .ofMaxSize(12)
        .map(
            chars -> {
              StringBuilder text = new StringBuilder();
              chars.forEach(
                  c -> text.append(c == '\n' || c == '<' ? ' ' : c).append("a' 1.".charAt(c % 5)));
              return text.toString();
            });
  }

  @Property(tries = 20_000)
  void asciiIsCutAsByIcu(@ForAll("ascii") String text) {
    assertThat(fast(text)).isEqualTo(plainIcu(text));
  }

  @Property(tries = 20_000)
  void mixedTextIsCutAsByIcu(@ForAll("mixed") String text) {
    assertThat(fast(text)).isEqualTo(plainIcu(text));
  }

  @Property(tries = 5_000)
  void anyCharactersAreCutAsByIcu(@ForAll("basicPlane") String text) {
    assertThat(fast(text)).isEqualTo(plainIcu(text));
  }

  /** Every char of the basic plane between the contexts that the rules look at. */
  @Test
  void everyCharIsCutAsByIcuInEveryContext() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      if (c != '\n' && c != '<') {
        String s = "" + (char) c;
        String text =
            "a" + s + "b 1" + s + "2 a" + s + " " + s + "b _" + s + "_ a'" + s + "." + s + "1";
        assertThat(fast(text)).as("U+%04X", c).isEqualTo(plainIcu(text));
      }
    }
  }

  @Test
  void wordsByHand() {
    assertThat(fast("Don't pay $1,842.50 to e.g. foo_bar's re-use; it's 3rd-rate..."))
        .containsExactly(
            "Don't",
            "pay",
            "$",
            "1,842.50",
            "to",
            "e.g",
            ".",
            "foo_bar's",
            "re",
            "-",
            "use",
            ";",
            "it's",
            "3rd",
            "-",
            "rate",
            ".",
            ".",
            ".");
  }

  /** The planted fault: a table that takes the accent for a letter's end must be caught. */
  @Test
  void aCutAtACombiningMarkWouldBeSeen() {
    assertThat(plainIcu("xe\u0301y")).containsExactly("xe\u0301y");
    assertThat(fast("xe\u0301y z")).containsExactly("xe\u0301y", "z");
    assertThat(WordClasses.table()['\u0301']).isEqualTo(WordClasses.COMPLEX);
  }

  /** An array that is used again holds old text after the end of the new. */
  @Test
  void textBeyondTheEndIsNotLookedAt() {
    List<String> words = new ArrayList<>();
    writer.document("a#0", words::add);
    fast.segment("x don't中 b'c".toCharArray(), 2, 5, writer);
    assertThat(words).containsExactly("don");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fi", "sv"})
  void tailoredLanguagesAreLeftToIcu(String language) {
    assertThat(new IcuWords(ULocale.forLanguageTag(language)).untailored()).isFalse();
    TokenizeSettings settings =
        new TokenizeSettings(
            Kind.WORDS, language, LetterCase.KEEP, Numbers.KEEP, Eos.LINE, SpecialTokens.ACCEPT);
    List<String> words = new ArrayList<>();
    new DocumentTokenizer(settings).tokenize(new Document("a#0", "EU:n maa"), words::add);
    assertThat(words).containsExactly("EU:n", "maa", "<eos>");
  }

  @Test
  void specialTokensAreOneWordEachInBothSegmenters() {
    IcuWords slow = new IcuWords(ULocale.ENGLISH);
    for (String text :
        List.of(
            "a <unk> b",
            "a<unk>b",
            "<unk><eos>",
            "中<unk>文",
            "<unk",
            "<<unk>>",
            "<unk>\u0301",
            "é<eos>\u200D")) {
      List<String> words = new ArrayList<>();
      writer.document("a#0", words::add);
      slow.segment(text.toCharArray(), 0, text.length(), writer);
      assertThat(fast(text)).as(text).isEqualTo(words);
    }
    assertThat(fast("a<unk>b <unk")).containsExactly("a", "<unk>", "b", "<", "unk");
    assertThat(fast("<unk>\u0301")).containsExactly("<", "unk", ">\u0301");
    assertThat(fast("中<unk>文")).containsExactly("中", "<unk>", "文");
  }

  /** Words that share a slot of the table must not be taken for one another. */
  @Test
  void wordsOfEqualHashStayApart() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    assertThat(fast("Aa BB AaAa BBBB AaBB Aa"))
        .containsExactly("Aa", "BB", "AaAa", "BBBB", "AaBB", "Aa");
    String many = String.join(" ", IntStream.range(0, 200_000).mapToObj(i -> "w" + i).toList());
    assertThat(fast(many)).isEqualTo(Arrays.asList(many.split(" ")));
  }
}
