package dev.perplex.word2vec.spark;

import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import dev.perplex.word2vec.VectorsReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/**
 * Vectors of an earlier training, ours or another tool's, that a training starts from in the place
 * of random ones. Words are matched by their spelling; words that are not there start at random.
 *
 * @param inputs a file of word vectors
 * @param outputs a file of the same words as targets, which our own trainings leave; null where
 *     there is none, and targets start at zero
 */
public record StartVectors(Location inputs, Location outputs) implements Serializable {

  /**
   * Looks at the head of the file.
   *
   * @throws PerplexException exit code 2 where the dimension is not that of the settings or the
   *     file is missing, 20 where it is no file of vectors
   */
  public void check(int dimension) {
    if (!inputs.exists()) {
      throw PerplexException.usage(
          "word2vec.start = %s does not exist. Give a file of vectors (word2vec text or binary), or"
              + " the folder of a finished word2vec artefact.",
          inputs);
    }
    try (InputStream in = inputs.open();
        VectorsReader rows = VectorsReader.open(in, inputs.toString())) {
      if (rows.dimension() != dimension) {
        throw PerplexException.usage(
            "word2vec.start = %s has vectors of %d components, and word2vec.dimension = %d. Set"
                + " word2vec.dimension=%d, or start from other vectors.",
            inputs, rows.dimension(), dimension, rows.dimension());
      }
    } catch (IOException e) {
      throw PerplexException.failed(e, "%s cannot be read: %s.", inputs, e.getMessage());
    }
  }
}
