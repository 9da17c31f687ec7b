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
import java.util.ArrayList;
import java.util.List;
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

  private static final TokenizerFile WITH_PHRASES =
      FILE.with(
          Phrases.none("~")
              .plus(
                  List.of(
                      new Phrase("new", "york", 9, 1),
                      new Phrase("new", "delhi", 8, 1),
                      new Phrase("los", "angeles", 7, 1)))
              .plus(List.of(new Phrase("new~york", "city", 6, 1))));

  private static List<String> cut(TokenizerFile file, String text) {
    List<String> tokens = new ArrayList<>();
    Tokenizer tokenizer = file.tokenizer();
    for (int i = 0; i < 2; i++) { // it is used again
      tokens.clear();
      tokenizer.tokenize(new Document("a#0", text), tokens::add);
    }
    return tokens;
  }

  @Test
  void phrasesAreWrittenAndReadBack() {
    TokenizerFile read = TokenizerFile.parse(WITH_PHRASES.toJson(), "tokenizer.json");
    assertThat(read.toJson()).isEqualTo(WITH_PHRASES.toJson());
    assertThat(read.phrases().size()).isEqualTo(4);
    String text = "New York city, New York.\nin los\nangeles 5 New Delhi";
    assertThat(cut(read, text))
        .isEqualTo(cut(WITH_PHRASES, text))
        .containsExactly(
            "new~york~city",
            ",",
            "new~york",
            ".",
            "<eos>",
            "in",
            "los",
            "<eos>",
            "angeles",
            "<num>",
            "new~delhi",
            "<eos>");
    assertThat(cut(FILE, text)).hasSize(16);
  }

  @Test
  void theTextOfPhrasesIsFixed() {
    assertThat(WITH_PHRASES.toJson())
        .containsIgnoringWhitespaces(
            """
            "icu" : "76.1.0.0",
            "phrases" : {
              "joiner" : "~",
              "passes" : [
                { "los" : [ "angeles" ], "new" : [ "delhi", "york" ] },
                { "new~york" : [ "city" ] } ] },
            "settings" : {
            """)
        .contains("\"version\" : 2");
  }

  @Test
  void withoutPhrasesTheFileIsWhatItWas() {
    assertThat(FILE.with(Phrases.none("~")).toJson()).isEqualTo(FILE.toJson());
    assertThat(FILE.with(Phrases.none("~").plus(List.of())).toJson()).isEqualTo(FILE.toJson());
    assertThat(TokenizerFile.parse(FILE.toJson(), "tokenizer.json").phrases().isEmpty()).isTrue();
  }

  @Test
  void damagedPhrasesAreRefused() {
    String json = WITH_PHRASES.toJson();
    for (String[] fault :
        new String[][] {
          {"\"phrases\"", "\"frases\"", "phrases is missing"},
          {"\"passes\"", "\"rounds\"", "its phrases do not fit version 2"},
          {"\"joiner\"", "\"glue\"", "the joiner of phrases is \"null\""},
          {"\"~\"", "\"~~\"", "the joiner of phrases is \"~~\""},
          {"\"angeles\"", "\"ange~les\"", "\"ange~les\" cannot be in a phrase"},
          {"\"angeles\"", "\"<eos>\"", "\"<eos>\" cannot be in a phrase"},
          {"\"angeles\"", "null", "a pass of phrases is missing"},
          {"[ \"angeles\" ]", "null", "a pass of phrases is missing"},
          {"[ \"angeles\" ]", "\"angeles\"", "is not a readable tokenizer file"},
          {"\"version\" : 2", "\"version\" : 1", "its phrases do not fit version 1"},
          {"\"words\"", "\"characters\"", "is not a readable tokenizer file"},
        }) {
      assertThat(json).contains(fault[0]);
      assertRefused(json.replace(fault[0], fault[1]), fault[2]);
    }
    assertRefused(FILE.toJson().replace("version\" : 1", "version\" : 2"), "phrases is missing");
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
        "tokenizer.json is of version 9, this Perplex reads up to 2. Use a newer Perplex.");
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
      out.writeObject(WITH_PHRASES);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((TokenizerFile) in.readObject()).toJson()).isEqualTo(WITH_PHRASES.toJson());
    }
  }
}
