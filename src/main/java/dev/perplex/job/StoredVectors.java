package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.word2vec.VectorsReader;
import dev.perplex.word2vec.WordVectors;
import java.io.IOException;
import java.io.InputStream;

/** Vectors on storage: those of a finished {@code word2vec} artefact, or a file of any origin. */
public final class StoredVectors {
  private StoredVectors() {}

  public static WordVectors of(Artefact artefact) {
    return Word2vecJob.read(artefact);
  }

  /**
   * Of a file in word2vec's text or binary format, plain or .gz.
   *
   * @throws PerplexException exit code 2, where there is no such file or it does not fit the heap;
   *     20, where it is damaged
   */
  public static WordVectors of(Location file) {
    if (!file.exists()) {
      throw PerplexException.usage(
          "%s does not exist. Give a file of vectors in word2vec's text or binary format.", file);
    }
    try (InputStream in = file.open();
        VectorsReader rows = VectorsReader.open(in, file.toString())) {
      fits(rows, file);
      return rows.vectors();
    } catch (IOException e) {
      throw PerplexException.failed(e, "%s cannot be read: %s.", file, e.getMessage());
    }
  }

  private static void fits(VectorsReader rows, Location file) {
    // A float a number, half as much again while it grows, and some 200 bytes a word
    long bytes = rows.words() * (rows.dimension() * 6L + 200);
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > heap) {
      throw PerplexException.usage(
          "%s holds %,d words of %d dimensions, which take %.1f GiB; the heap is %.1f GiB. Set"
              + " SPARK_DRIVER_MEMORY=%dg.",
          file,
          rows.words(),
          rows.dimension(),
          bytes / (double) (1 << 30),
          heap / (double) (1 << 30),
          (bytes >> 30) + 2);
    }
  }
}
