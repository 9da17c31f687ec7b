package dev.perplex.job;

import dev.perplex.eval.LanguageModel;
import dev.perplex.lm.spark.LanguageModels;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.text.TokenizerFile;
import dev.perplex.vocab.Vocabulary;

/** The language model of a finished {@code train} artefact, and all that turns text into ids. */
public final class StoredModel {
  private final Artefact train;

  /**
   * @throws PerplexException exit code 2, where it is the artefact of another stage
   */
  public StoredModel(Artefact train) {
    if (!train.manifest().stage().equals(Stage.TRAIN.label())) {
      throw PerplexException.usage(
          "--model %s is an artefact of %s, not of train. Give artefacts/train/FINGERPRINT.",
          train.folder(), train.manifest().stage());
    }
    this.train = train;
  }

  /** The model's file as it is. */
  static byte[] bytes(Artefact train) {
    return train.read(file(train));
  }

  private static String file(Artefact train) {
    return LanguageModels.FILES.stream()
        .filter(train::has)
        .findFirst()
        .orElseThrow(
            () ->
                PerplexException.dataRefused(
                    "%s holds none of %s. Make the artefact again with --force=train.",
                    train.folder(), String.join(", ", LanguageModels.FILES)));
  }

  public LanguageModel model() {
    return LanguageModels.read(bytes(train), train.folder() + "/" + file(train));
  }

  public Vocabulary vocabulary() {
    return VocabJob.vocabulary(train);
  }

  public TokenizerFile tokenizer() {
    return TokenizerFile.parse(
        train.readText(TokenizeJob.TOKENIZER_FILE),
        train.folder() + "/" + TokenizeJob.TOKENIZER_FILE);
  }

  /** Where it lies. */
  public String origin() {
    return train.folder().toString();
  }
}
