package dev.perplex.text;

import dev.perplex.strangers.StrangeFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokenizer files of strangers. */
class StrangeFilesTest {
  @Test
  void tokenizerFilesAreReadOrRefused() {
    TokenizerFile plain =
        TokenizerFile.of(
            new TokenizeSettings(
                TokenizeSettings.Kind.WORDS,
                "en",
                TokenizeSettings.LetterCase.LOWER,
                TokenizeSettings.Numbers.DIGITS,
                TokenizeSettings.Eos.LINE,
                TokenizeSettings.SpecialTokens.ACCEPT));
    TokenizerFile phrases =
        plain.with(Phrases.none("_").plus(Map.of("new", List.of("york", "jersey"))));
    StrangeFiles.meet(
        "tokenizer.json",
        bytes ->
            TokenizerFile.parse(new String(bytes, StandardCharsets.UTF_8), "tokenizer.json")
                .tokenizer(),
        plain.toJson().getBytes(StandardCharsets.UTF_8),
        phrases.toJson().getBytes(StandardCharsets.UTF_8));
  }
}
