package dev.perplex.job;

import dev.perplex.store.Artefact;
import dev.perplex.word2vec.WordVectors;

/** The vectors of a finished {@code word2vec} artefact. */
public final class StoredVectors {
  private StoredVectors() {}

  public static WordVectors of(Artefact artefact) {
    return Word2vecJob.read(artefact);
  }
}
