package dev.perplex.report;

import dev.perplex.word2vec.WordVectors;
import java.util.stream.IntStream;

/**
 * The word vectors as the pictures need them: words by id, the frequent ones first, and the vectors
 * of those that are asked for, so that a large vocabulary's vectors need not be held.
 */
public interface VectorRows {
  /** Ids are 0 to this, exclusive. */
  int size();

  String word(int id);

  /** The word's id, or -1 where it has none. */
  int id(String word);

  /**
   * The vectors of some ids, [ids][dimension], in the order asked for; all zero where a word was
   * not trained.
   *
   * @param ids each once, in any order
   */
  float[][] rows(int[] ids);

  /** Of vectors that are held. */
  static VectorRows of(WordVectors vectors) {
    return new VectorRows() {
      @Override
      public int size() {
        return vectors.size();
      }

      @Override
      public String word(int id) {
        return vectors.word(id);
      }

      @Override
      public int id(String word) {
        return vectors.contains(word) ? vectors.id(word) : -1;
      }

      @Override
      public float[][] rows(int[] ids) {
        return IntStream.of(ids)
            .mapToObj(id -> vectors.vector(vectors.word(id)))
            .toArray(float[][]::new);
      }
    };
  }
}
