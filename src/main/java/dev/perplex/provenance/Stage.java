package dev.perplex.provenance;

import java.util.Locale;

/**
 * The stages of the pipeline, in order: the master list of their names. A stage's name is spelled
 * the same in its script, configuration block, job class, subcommand, DAG task and artefact folder;
 * a test walks the repository and holds them together.
 */
public enum Stage {
  PREPARE(1, "raw sources to documents, with their split"),
  TOKENIZE(1, "documents to tokens, with the tokenizer file"),
  VOCAB(2, "tokens to a vocabulary and the corpus as ids"),
  WORD2VEC(5, "ids to word vectors"),
  NGRAM(1, "ids to an n-gram model, the classic baseline"),
  TRAIN(1, "ids (and vectors) to a language model"),
  REPORT(4, "model and test ids to a perplexity report"),
  PROMOTE(1, "report to registry, as the champion where the gates let it pass");

  private final int version;
  private final String summary;

  Stage(int version, String summary) {
    this.version = version;
    this.summary = summary;
  }

  /** The name that a user types and sees. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Raised whenever the stage's results change for equal settings and inputs. */
  public int version() {
    return version;
  }

  public String summary() {
    return summary;
  }

  @Override
  public String toString() {
    return label();
  }
}
