package dev.perplex.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.util.ULocale;
import dev.perplex.provenance.PerplexException;
import dev.perplex.text.TokenizeSettings.Kind;
import dev.perplex.text.TokenizeSettings.LetterCase;
import dev.perplex.text.TokenizeSettings.Numbers;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Makes tokens of found words (letter case, numbers, special tokens) and hands them out. Frequent
 * words are made once: a table by hash holds the last word of each slot and its token.
 */
final class TokenWriter {
  private static final int SLOTS = 1 << 15;
  private static final int LONGEST_KEPT = 64; // chars; longer words are rare and fill memory

  private final boolean wholeWords; // false where tokens are characters
  private final boolean lower;
  private final Numbers numbers;
  private final TokenizeSettings.SpecialTokens policy;
  private final ULocale language;
  private final String[] specials;
  private final int[] hashes = new int[SLOTS]; // by slot, of the word
  private final String[] words = new String[SLOTS]; // by slot, as found
  private final String[] made = new String[SLOTS]; // by slot, the token of the word

  private Consumer<String> sink = token -> {};
  private String document = "";
  private long count; // tokens since the unit began
  private String last = "";

  TokenWriter(TokenizeSettings settings, ULocale language) {
    this.wholeWords = settings.kind() != Kind.CHARACTERS;
    // Characters are lowered by the line, before: the small sigma depends on what follows.
    this.lower = wholeWords && settings.letterCase() == LetterCase.LOWER;
    this.numbers = settings.numbers();
    this.policy = settings.specialTokens();
    this.language = language;
    this.specials =
        numbers == Numbers.TOKEN
            ? new String[] {SpecialToken.UNK, SpecialToken.EOS, SpecialToken.NUMBER}
            : new String[] {SpecialToken.UNK, SpecialToken.EOS};
  }

  static int hash(int hash, char next) {
    return 31 * hash + next;
  }

  void document(String id, Consumer<String> tokens) {
    document = id;
    sink = tokens;
    unit();
  }

  /** Begins what an {@code <eos>} ends. */
  void unit() {
    count = 0;
    last = "";
  }

  boolean unitIsEmpty() {
    return count == 0;
  }

  /** Ends the unit; where the text itself spells its end, that one counts. */
  void eos() {
    if (!last.equals(SpecialToken.EOS)) {
      sink.accept(SpecialToken.EOS);
    }
    unit();
  }

  void word(char[] text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash(hash, text[i]);
    }
    word(text, from, to, hash);
  }

  /**
   * @param hash {@link #hash} over the chars of the word, from 0
   */
  void word(char[] text, int from, int to, int hash) {
    int length = to - from;
    int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    String token;
    if (hashes[slot] == hash && same(words[slot], text, from, length)) {
      token = made[slot];
    } else {
      String word = new String(text, from, length);
      token = token(word);
      if (length <= LONGEST_KEPT) {
        hashes[slot] = hash;
        words[slot] = word;
        made[slot] = token;
      }
    }
    last = token;
    count++;
    sink.accept(token);
  }

  /** The length of the special token that is spelled at this place, 0 where none is. */
  int specialLength(char[] text, int at, int to) {
    if (text[at] == '<') {
      for (String special : specials) {
        int length = special.length();
        if (to - at >= length && same(special, text, at, length)) {
          return length;
        }
      }
    }
    return 0;
  }

  private static boolean same(String word, char[] text, int from, int length) {
    if (word == null || word.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (word.charAt(i) != text[from + i]) {
        return false;
      }
    }
    return true;
  }

  private String token(String word) {
    String token = lower ? lowered(word) : word;
    // After lower case, which makes one of <UNK>; a single character is never one.
    if (wholeWords && token.startsWith("<") && Arrays.asList(specials).contains(token)) {
      return special(token);
    }
    return switch (numbers) {
      case KEEP -> token;
      case DIGITS -> NumberWords.zeroed(token);
      case TOKEN -> NumberWords.isNumber(token) ? SpecialToken.NUMBER : token;
    };
  }

  /** ICU's mapping makes a builder for every word; most words do not need it. */
  private String lowered(String word) {
    int at = 0;
    while (at < word.length() && word.charAt(at) < 0x80 && !isAsciiUpper(word.charAt(at))) {
      at++;
    }
    return at == word.length() ? word : UCharacter.toLowerCase(language, word);
  }

  private static boolean isAsciiUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private String special(String token) {
    return switch (policy) {
      case ACCEPT -> token;
      case ESCAPE -> "\\" + token;
      case REFUSE ->
          throw PerplexException.dataRefused(
              "%s: the text spells the special token %s. Remove it, or pass --set"
                  + " tokenize.special-tokens=accept (it is that symbol) or =escape (it is a word).",
              document, token);
    };
  }
}
