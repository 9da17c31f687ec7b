package dev.perplex.text;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.IllformedLocaleException;
import java.util.Locale;

/**
 * The settings of the stage {@code tokenize}.
 *
 * @param language a BCP 47 tag, {@code und} for none; it guides segmentation and lower case
 */
public record TokenizeSettings(
    Kind kind,
    String language,
    LetterCase letterCase,
    Numbers numbers,
    Eos eos,
    SpecialTokens specialTokens)
    implements Serializable {

  /**
   * WORDS: Unicode segmentation (UAX 29) by ICU, with its dictionaries for Chinese, Japanese, Thai
   * and their like; punctuation is kept, white space is not. WHITESPACE: what stands between white
   * space, for text that was tokenized before. CHARACTERS: code points, spaces included.
   */
  public enum Kind {
    WORDS,
    WHITESPACE,
    CHARACTERS
  }

  public enum LetterCase {
    KEEP,
    LOWER
  }

  /** DIGITS: each decimal digit becomes 0. TOKEN: each number becomes {@code <num>}. */
  public enum Numbers {
    KEEP,
    DIGITS,
    TOKEN
  }

  /** What an {@code <eos>} ends. Sentences end where lines do; only sentences with tokens count. */
  public enum Eos {
    LINE,
    SENTENCE,
    DOCUMENT
  }

  /**
   * {@code <unk>}, {@code <eos>} spelled in the text: taken as the symbol, as a word, or refused.
   */
  public enum SpecialTokens {
    ACCEPT,
    ESCAPE,
    REFUSE
  }

  public TokenizeSettings {
    Check.that(kind != null, "kind", "null", "is none of words, whitespace, characters");
    Check.notBlank("language", language);
    Check.that(wellFormed(language), "language", language, "is not a BCP 47 language tag");
    Check.that(letterCase != null, "letter-case", "null", "is none of keep, lower");
    Check.that(numbers != null, "numbers", "null", "is none of keep, digits, token");
    Check.that(
        numbers != Numbers.TOKEN || kind != Kind.CHARACTERS,
        "numbers",
        "token",
        "has no meaning with kind = characters");
    Check.that(eos != null, "eos", "null", "is none of line, sentence, document");
    Check.that(
        specialTokens != null, "special-tokens", "null", "is none of accept, escape, refuse");
  }

  private static boolean wellFormed(String language) {
    try {
      new Locale.Builder().setLanguageTag(language);
      return true;
    } catch (IllformedLocaleException e) {
      return false;
    }
  }
}
