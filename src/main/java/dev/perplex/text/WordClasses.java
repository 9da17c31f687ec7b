package dev.perplex.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;

/**
 * What each char of the basic plane is to the word segmentation of UAX 29, as far as it can be
 * followed without ICU's rules; made from ICU's own data.
 */
final class WordClasses {
  /** Marks, joiners, surrogates, Hebrew and all that a dictionary cuts: left to ICU. */
  static final byte COMPLEX = 0;

  static final byte SPACE = 1;
  static final byte LETTER = 2;
  static final byte NUMBER = 3;
  static final byte UNDERSCORE = 4; // ExtendNumLet
  static final byte MID_LETTER = 5;
  static final byte MID_NUMBER = 6;
  static final byte MID_BOTH = 7;
  static final byte OTHER = 8; // a word of its own

  private static final byte[] CLASSES = make();

  private WordClasses() {}

  /** By char; not to be changed. */
  static byte[] table() {
    return CLASSES;
  }

  private static byte[] make() {
    byte[] classes = new byte[Character.MAX_VALUE + 1];
    for (int c = 0; c < classes.length; c++) {
      classes[c] = simple((char) c) ? of((char) c) : COMPLEX;
    }
    return classes;
  }

  private static boolean simple(char c) {
    int script = UScript.getScript(c);
    return !Character.isSurrogate(c)
        && script != UScript.HAN
        && script != UScript.HIRAGANA
        && script != UScript.KATAKANA
        && script != UScript.HANGUL
        && !UCharacter.hasBinaryProperty(c, UProperty.IDEOGRAPHIC)
        && UCharacter.getIntPropertyValue(c, UProperty.LINE_BREAK)
            != UCharacter.LineBreak.COMPLEX_CONTEXT;
  }

  private static byte of(char c) {
    boolean white = WhiteSpace.is(c);
    return switch (UCharacter.getIntPropertyValue(c, UProperty.WORD_BREAK)) {
      case UCharacter.WordBreak.ALETTER -> LETTER;
      case UCharacter.WordBreak.NUMERIC -> NUMBER;
        // The narrow no-break space is such a one, and white space too.
      case UCharacter.WordBreak.EXTENDNUMLET -> white ? COMPLEX : UNDERSCORE;
        // ICU's rules, unlike UAX 29, do not let a colon join letters.
      case UCharacter.WordBreak.MIDLETTER ->
          c == ':' || c == '\uFE55' || c == '\uFF1A' ? OTHER : MID_LETTER;
      case UCharacter.WordBreak.MIDNUM -> MID_NUMBER;
      case UCharacter.WordBreak.MIDNUMLET, UCharacter.WordBreak.SINGLE_QUOTE -> MID_BOTH;
      case UCharacter.WordBreak.OTHER, UCharacter.WordBreak.DOUBLE_QUOTE -> white ? SPACE : OTHER;
      case UCharacter.WordBreak.CR,
              UCharacter.WordBreak.LF,
              UCharacter.WordBreak.NEWLINE,
              UCharacter.WordBreak.WSEGSPACE ->
          white ? SPACE : COMPLEX;
      default -> COMPLEX;
    };
  }
}
