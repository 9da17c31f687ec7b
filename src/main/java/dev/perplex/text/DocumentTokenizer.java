package dev.perplex.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import dev.perplex.text.TokenizeSettings.Eos;
import dev.perplex.text.TokenizeSettings.Kind;
import dev.perplex.text.TokenizeSettings.LetterCase;
import java.util.function.Consumer;

/**
 * Cuts documents into lines, where asked into sentences, and those into tokens. Line by line is
 * exact: a \n ends words and sentences by the rules of Unicode too.
 */
final class DocumentTokenizer implements Tokenizer {
  private final Eos eos;
  private final boolean characters;
  private final boolean lowerLines;
  private final ULocale language;
  private final Segmenter segmenter;
  private final TokenWriter tokens;
  private final BreakIterator sentences; // null where lines are not cut further
  private final CharRange range = new CharRange();
  private char[] line = new char[1 << 12];

  DocumentTokenizer(TokenizeSettings settings) {
    this(settings, segmenter(settings));
  }

  DocumentTokenizer(TokenizeSettings settings, Segmenter segmenter) {
    this.eos = settings.eos();
    this.characters = settings.kind() == Kind.CHARACTERS;
    this.lowerLines = characters && settings.letterCase() == LetterCase.LOWER;
    this.language = language(settings);
    this.segmenter = segmenter;
    this.tokens = new TokenWriter(settings, language);
    this.sentences = eos == Eos.SENTENCE ? BreakIterator.getSentenceInstance(language) : null;
  }

  static ULocale language(TokenizeSettings settings) {
    return ULocale.forLanguageTag(settings.language());
  }

  private static Segmenter segmenter(TokenizeSettings settings) {
    return switch (settings.kind()) {
      case WHITESPACE -> new WhitespaceSegmenter();
      case CHARACTERS -> new CharacterSegmenter();
      case WORDS -> {
        IcuWords icu = new IcuWords(language(settings));
        // Finnish and Swedish, for two, join letters at a colon.
        yield icu.untailored() ? new WordSegmenter(icu) : icu;
      }
    };
  }

  @Override
  public void tokenize(Document document, Consumer<String> consumer) {
    tokens.document(document.id(), consumer);
    String text = document.text();
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf('\n', from);
      if (end < 0) {
        end = text.length();
      }
      line(text, from, end);
      // With no <eos> there, the line end is a character like others.
      if (characters && eos == Eos.DOCUMENT && end < text.length()) {
        tokens.word(new char[] {'\n'}, 0, 1);
      }
      from = end + 1;
    }
    if (eos == Eos.DOCUMENT) {
      tokens.eos();
    }
  }

  private void line(String text, int from, int end) {
    int length;
    if (lowerLines) {
      length = load(UCharacter.toLowerCase(language, text.substring(from, end)));
    } else {
      length = load(text, from, end);
    }
    if (eos == Eos.SENTENCE) {
      sentences(length);
      return;
    }
    segmenter.segment(line, 0, length, tokens);
    if (eos == Eos.LINE) {
      tokens.eos();
    }
  }

  private void sentences(int length) {
    range.set(line, 0, length);
    sentences.setText(range);
    int start = sentences.first();
    for (int end = sentences.next(); end != BreakIterator.DONE; end = sentences.next()) {
      segmenter.segment(line, start, end, tokens);
      if (!tokens.unitIsEmpty()) {
        tokens.eos();
      }
      start = end;
    }
  }

  private int load(String whole) {
    return load(whole, 0, whole.length());
  }

  private int load(String text, int from, int end) {
    if (end - from > line.length) {
      line = new char[Math.max(end - from, 2 * line.length)];
    }
    text.getChars(from, end, line, 0);
    return end - from;
  }
}
