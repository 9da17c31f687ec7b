package dev.perplex.ngram.spark;

import dev.perplex.ngram.NgramModel;
import dev.perplex.ngram.NgramParts;
import dev.perplex.ngram.UnigramFile;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.store.Parts;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;

/**
 * The n-gram model of a finished artefact. Small and serializable: what travels to executors is
 * where the model lies, and each JVM reads it once, whoever asks.
 */
public final class StoredNgram implements Serializable {
  private static final long serialVersionUID = 1L;

  static final String UNIGRAMS = "model/unigrams";
  private static final String PREFIX = "model/part-";
  private static final String SUFFIX = ".ngram";

  private static NgramModel current; // that this JVM read last
  private static String content = "";

  private final Artefact artefact;

  private StoredNgram(Artefact artefact) {
    this.artefact = artefact;
  }

  /**
   * @param artefact of the stage
   */
  public static StoredNgram of(Artefact artefact) {
    return new StoredNgram(artefact);
  }

  static String part(int shard) {
    return String.format("%s%05d%s", PREFIX, shard, SUFFIX);
  }

  /**
   * The model; many threads may ask it, each through a reader of its own.
   *
   * @throws PerplexException (data refused) where its files are not whole
   */
  public NgramModel model() {
    synchronized (StoredNgram.class) {
      if (current == null || !content.equals(artefact.content())) {
        current = null; // before the next one takes its memory
        current =
            UnigramFile.model(
                artefact.read(UNIGRAMS),
                artefact.files(PREFIX, SUFFIX).stream().map(part -> artefact.read(part.name())),
                artefact.folder().toString());
        content = artefact.content();
      }
      return current;
    }
  }

  /** The model, to be read shard by shard. */
  public NgramParts parts() {
    return NgramParts.of(
        artefact.read(UNIGRAMS),
        artefact.files(PREFIX, SUFFIX).stream()
            .map(part -> new NgramParts.Stored(part.bytes(), () -> artefact.read(part.name())))
            .toList(),
        artefact.folder().toString());
  }

  /**
   * Files that were just written, likewise.
   *
   * @param files in the order of their names, the one of words first
   */
  public static NgramParts parts(Parts place, List<PartFile> files) {
    return NgramParts.of(
        bytes(place, files.get(0)),
        files.stream()
            .skip(1)
            .map(file -> new NgramParts.Stored(file.bytes(), () -> bytes(place, file)))
            .toList(),
        "the model just written");
  }

  private static byte[] bytes(Parts place, PartFile file) {
    try (InputStream in = place.place(file.path()).open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw PerplexException.failed(
          e,
          "%s cannot be read: %s. Run the ngram stage again.",
          place.place(file.path()),
          e.getMessage());
    }
  }
}
