package dev.perplex.vocab;

import dev.perplex.strangers.StrangeFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Vocabularies of strangers. */
class StrangeFilesTest {
  @Test
  void vocabulariesAreReadOrRefused() {
    Vocabulary good =
        new Vocabulary(
            List.of(Vocabulary.UNK, Vocabulary.EOS, "the", "of\t\\"), new long[] {3, 9, 7, 1});
    StrangeFiles.meet(
        "vocabulary.txt",
        bytes -> VocabularyFile.parse(new String(bytes, StandardCharsets.UTF_8), "vocabulary.txt"),
        VocabularyFile.bytes(good));
  }
}
