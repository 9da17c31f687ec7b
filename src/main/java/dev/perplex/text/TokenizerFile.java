package dev.perplex.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.util.VersionInfo;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.InvalidSetting;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that tokenization depends on: the settings and the versions of ICU and Unicode they
 * were used with. Every later stage tokenizes with this file alone.
 */
public final class TokenizerFile implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final String FORMAT = "perplex-tokenizer";
  private static final int VERSION = 1;

  private final TokenizeSettings settings;
  private final String icu;
  private final String unicode;

  private record Header(String format, int version) {}

  private record Body(TokenizeSettings settings, String icu, String unicode) {}

  private TokenizerFile(TokenizeSettings settings, String icu, String unicode) {
    this.settings = settings;
    this.icu = icu;
    this.unicode = unicode;
  }

  /** A new file, with the ICU that is here. */
  public static TokenizerFile of(TokenizeSettings settings) {
    return new TokenizerFile(settings, icuHere(), unicodeHere());
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
      return new TokenizerFile(body.settings(), body.icu(), body.unicode());
    } catch (IllegalArgumentException | InvalidSetting e) {
      throw new PerplexException(
          ExitCode.DATA_REFUSED,
          String.format(
              "%s is not a readable tokenizer file: %s. Run the tokenize stage again.",
              nameForErrors, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  public String toJson() {
    Map<String, Object> chosen = new TreeMap<>();
    chosen.put("kind", label(settings.kind()));
    chosen.put("language", settings.language());
    chosen.put("letter-case", label(settings.letterCase()));
    chosen.put("numbers", label(settings.numbers()));
    chosen.put("eos", label(settings.eos()));
    chosen.put("special-tokens", label(settings.specialTokens()));
    return Json.pretty(
        Map.of(
            "format",
            FORMAT,
            "version",
            VERSION,
            "settings",
            chosen,
            "icu",
            icu,
            "unicode",
            unicode));
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

  public Tokenizer tokenizer() {
    return new DocumentTokenizer(settings);
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
