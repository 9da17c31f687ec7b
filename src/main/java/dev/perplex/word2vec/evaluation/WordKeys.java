package dev.perplex.word2vec.evaluation;

import dev.perplex.word2vec.WordVectors;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;

/** Finds the words of a test among the first words of the vectors. */
final class WordKeys {
  private final LetterCase letterCase;
  private final Object2IntOpenHashMap<String> ids;
  private final int[] first; // by id: the first id whose word differs by case alone

  /**
   * @param words how many take part; 0 for all
   */
  WordKeys(WordVectors vectors, int words, LetterCase letterCase) {
    int size = words == 0 ? vectors.size() : Math.min(words, vectors.size());
    this.letterCase = letterCase;
    this.ids = new Object2IntOpenHashMap<>(size);
    this.first = new int[size];
    ids.defaultReturnValue(-1);
    for (int id = 0; id < size; id++) {
      int known = ids.putIfAbsent(letterCase.key(vectors.word(id)), id);
      first[id] = known < 0 ? id : known;
    }
  }

  int size() {
    return first.length;
  }

  /** -1 where no such word takes part. */
  int id(String word) {
    return ids.getInt(letterCase.key(word));
  }

  /** By id: the first id of the same word in any case that counts as the same. */
  int[] first() {
    return first;
  }
}
