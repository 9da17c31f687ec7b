package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.text.TokenizeSettings.Eos;
import dev.perplex.text.TokenizeSettings.Kind;
import dev.perplex.text.TokenizeSettings.LetterCase;
import dev.perplex.text.TokenizeSettings.Numbers;
import dev.perplex.text.TokenizeSettings.SpecialTokens;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerFileTest {
  private static final TokenizerFile FILE =
      TokenizerFile.of(
          new TokenizeSettings(
              Kind.WORDS,
              "tr",
              LetterCase.LOWER,
              Numbers.TOKEN,
              Eos.SENTENCE,
              SpecialTokens.ESCAPE));

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> TokenizerFile.parse(json, "tokenizer.json"))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    TokenizerFile read = TokenizerFile.parse(FILE.toJson(), "tokenizer.json");
    assertThat(read.settings()).isEqualTo(FILE.settings());
    assertThat(read.toJson()).isEqualTo(FILE.toJson());
    assertThat(read.madeWithThisIcu()).isTrue();
  }

  @Test
  void theTextOfTheFileIsFixed() {
    assertThat(FILE.toJson())
        .isEqualToIgnoringWhitespace(
            """
            { "format" : "perplex-tokenizer",
              "icu" : "76.1.0.0",
              "settings" : {
                "eos" : "sentence",
                "kind" : "words",
                "language" : "tr",
                "letter-case" : "lower",
                "numbers" : "token",
                "special-tokens" : "escape" },
              "unicode" : "16.0.0.0",
              "version" : 1 }
            """);
  }

  @Test
  void anotherIcuShows() {
    TokenizerFile old =
        TokenizerFile.parse(FILE.toJson().replace("76.1.0.0", "58.2.0.0"), "tokenizer.json");
    assertThat(old.icu()).isEqualTo("58.2.0.0");
    assertThat(old.madeWithThisIcu()).isFalse();
  }

  @Test
  void aNewerVersionIsRefused() {
    assertRefused(
        FILE.toJson().replace("\"version\" : 1", "\"version\" : 9"),
        "tokenizer.json is of version 9, this Perplex reads up to 1. Use a newer Perplex.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "\"text\"",
        "{\"format\": \"perplex-tokenizer\"}",
        "{\"format\": \"other\", \"version\": 1}",
        "{\"format\": \"perplex-tokenizer\", \"version\": 1}"
      })
  void aDamagedFileIsRefused(String json) {
    assertRefused(json, "tokenizer.json is not a readable tokenizer file: ");
    assertRefused(json, ". Run the tokenize stage again.");
  }

  @Test
  void everyPartMustBeThere() {
    for (String key :
        new String[] {
          "icu", "eos", "kind", "language", "letter-case", "numbers", "special-tokens"
        }) {
      assertRefused(
          FILE.toJson().replace("\"" + key + "\"", "\"other\""),
          "is not a readable tokenizer file");
    }
    assertRefused(FILE.toJson().replace("sentence", "chapter"), "is not a readable tokenizer file");
    assertRefused(FILE.toJson().replace("\"tr\"", "\"t u r\""), "is not a BCP 47 language tag");
  }

  /** Spark sends it to executors. */
  @Test
  void aFileTravels() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(FILE);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((TokenizerFile) in.readObject()).toJson()).isEqualTo(FILE.toJson());
    }
  }
}
