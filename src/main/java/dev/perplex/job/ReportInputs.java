package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Artefact;
import dev.perplex.text.Split;
import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;

/** What a report refuses before it scores anything. */
final class ReportInputs {
  private ReportInputs() {}

  /**
   * Checks that a model speaks of the ids' tokens.
   *
   * @param model an artefact with a tokenizer file and a vocabulary of its own
   * @throws PerplexException exit code 20
   */
  static void checkTokens(Artefact ids, Artefact model) {
    String stage = model.manifest().stage();
    for (String file : new String[] {TokenizeJob.TOKENIZER_FILE, VocabJob.VOCABULARY_FILE}) {
      if (!Arrays.equals(ids.read(file), model.read(file))) {
        throw PerplexException.dataRefused(
            "The %s model in %s has another %s than the test tokens in %s: its ids mean other"
                + " words, so it cannot be scored on them. Make it again with --force=%s.",
            stage,
            model.folder(),
            file.equals(VocabJob.VOCABULARY_FILE) ? "vocabulary" : "tokenizer",
            ids.folder(),
            stage);
      }
    }
  }

  /**
   * Checks that there is a perplexity: a token that is scored, one that is no {@code <eos>} and one
   * that is no {@code <unk>}; and text to mix models on.
   *
   * @throws PerplexException exit code 20
   */
  static void checkSplits(Artefact ids) {
    long tokens = ids.count(Split.TEST.label() + ".tokens");
    long eos = ids.count(Split.TEST.label() + ".eos");
    long unknown = ids.count(Split.TEST.label() + ".unknown");
    if (tokens == 0) {
      throw refused("is empty: it has no tokens");
    }
    if (tokens == eos) {
      throw refused("holds no word: all " + tokens + " tokens are " + Vocabulary.EOS);
    }
    if (tokens == unknown) {
      throw refused("holds no known word: all " + tokens + " tokens are " + Vocabulary.UNK);
    }
    if (ids.count(Split.VALID.label() + ".tokens") == 0) {
      throw PerplexException.dataRefused(
          "The validation split of %s is empty, so nothing can be fitted on it. Give more text, or"
              + " raise split.valid in the corpus manifest.",
          ids.folder());
    }
  }

  private static PerplexException refused(String what) {
    return PerplexException.dataRefused(
        "The test split %s, so there is no perplexity. Give more text, or raise split.test in the"
            + " corpus manifest.",
        what);
  }
}
