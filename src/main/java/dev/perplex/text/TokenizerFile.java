package dev.perplex.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.util.VersionInfo;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.InvalidSetting;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that tokenization depends on: the settings, the versions of ICU and Unicode they were
 * used with, and the phrases that were learned. Every later stage tokenizes with this file alone. A
 * file without phrases is of version 1, one with phrases of version 2.
 */
public final class TokenizerFile implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String FORMAT = "perplex-tokenizer";
  private static final int VERSION = 2;
  private static final int VERSION_WITHOUT_PHRASES = 1;
  private static final Phrases NO_PHRASES = Phrases.none("_");

  private final TokenizeSettings settings;
  private final String icu;
  private final String unicode;
  private final Phrases phrases;

  private record Header(String format, int version) {}

  private record Body(TokenizeSettings settings, String icu, String unicode, PhrasesBody phrases) {}

  private record PhrasesBody(String joiner, List<Map<String, List<String>>> passes) {}

  private TokenizerFile(TokenizeSettings settings, String icu, String unicode, Phrases phrases) {
    this.settings = settings;
    this.icu = icu;
    this.unicode = unicode;
    this.phrases = phrases;
  }

  /** A new file, with the ICU that is here and without phrases. */
  public static TokenizerFile of(TokenizeSettings settings) {
    return new TokenizerFile(settings, icuHere(), unicodeHere(), NO_PHRASES);
  }

  /** This file, with these phrases. */
  public TokenizerFile with(Phrases learned) {
    return new TokenizerFile(settings, icu, unicode, learned);
  }

  /**
   * @throws PerplexException where the text is no tokenizer file, is damaged or was written by a
   *     newer Perplex
   */
  public static TokenizerFile parse(String json, String nameForErrors) {
    try {
      Header header = Json.read(json, Header.class);
      if (!FORMAT.equals(header.format())) {
        throw new IllegalArgumentException("its format is " + header.format());
      }
      if (header.version() > VERSION) {
        throw PerplexException.dataRefused(
            "%s is of version %d, this Perplex reads up to %d. Use a newer Perplex.",
            nameForErrors, header.version(), VERSION);
      }
      Body body = Json.read(json, Body.class);
      if (body.settings() == null || body.icu() == null || body.unicode() == null) {
        throw new IllegalArgumentException("settings, icu or unicode is missing");
      }
      return new TokenizerFile(body.settings(), body.icu(), body.unicode(), phrases(header, body));
    } catch (IllegalArgumentException | InvalidSetting e) {
      throw new PerplexException(
          ExitCode.DATA_REFUSED,
          String.format(
              "%s is not a readable tokenizer file: %s. Run the tokenize stage again.",
              nameForErrors, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  private static Phrases phrases(Header header, Body body) {
    PhrasesBody read = body.phrases();
    if (header.version() == VERSION_WITHOUT_PHRASES && read == null) {
      return NO_PHRASES;
    }
    if (header.version() == VERSION_WITHOUT_PHRASES
        || read == null
        || read.passes() == null
        || body.settings().kind() == TokenizeSettings.Kind.CHARACTERS) {
      throw new IllegalArgumentException(
          read == null
              ? "phrases is missing"
              : "its phrases do not fit version " + header.version() + " or its settings");
    }
    Phrases phrases = Phrases.none(read.joiner());
    for (Map<String, List<String>> pass : read.passes()) {
      if (pass == null
          || pass.values().stream().anyMatch(words -> words == null || words.contains(null))) {
        throw new IllegalArgumentException("a pass of phrases is missing");
      }
      phrases = phrases.plus(pass);
    }
    return phrases;
  }

  public String toJson() {
    Map<String, Object> chosen = new TreeMap<>();
    chosen.put("kind", label(settings.kind()));
    chosen.put("language", settings.language());
    chosen.put("letter-case", label(settings.letterCase()));
    chosen.put("numbers", label(settings.numbers()));
    chosen.put("eos", label(settings.eos()));
    chosen.put("special-tokens", label(settings.specialTokens()));
    Map<String, Object> all = new TreeMap<>();
    all.put("format", FORMAT);
    all.put("version", phrases.isEmpty() ? VERSION_WITHOUT_PHRASES : VERSION);
    all.put("settings", chosen);
    all.put("icu", icu);
    all.put("unicode", unicode);
    if (!phrases.isEmpty()) {
      all.put("phrases", new PhrasesBody(phrases.joiner(), phrases.pairs()));
    }
    return Json.pretty(all);
  }

  public TokenizeSettings settings() {
    return settings;
  }

  /** The version of ICU that the file was made with. */
  public String icu() {
    return icu;
  }

  /** The version of Unicode that the file was made with. */
  public String unicode() {
    return unicode;
  }

  /** Whether the ICU that is here is the one the file was made with: others may cut differently. */
  public boolean madeWithThisIcu() {
    return icu.equals(icuHere()) && unicode.equals(unicodeHere());
  }

  public Phrases phrases() {
    return phrases;
  }

  public Tokenizer tokenizer() {
    Tokenizer words = new DocumentTokenizer(settings);
    return phrases.isEmpty() ? words : new PhraseTokenizer(words, phrases);
  }

  /** The way back from tokens to text, as far as there is one. */
  public TokenJoiner joiner() {
    return new TokenJoiner(settings.kind(), phrases.isEmpty() ? "" : phrases.joiner());
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String icuHere() {
    return VersionInfo.ICU_VERSION.toString();
  }

  private static String unicodeHere() {
    return UCharacter.getUnicodeVersion().toString();
  }
}
