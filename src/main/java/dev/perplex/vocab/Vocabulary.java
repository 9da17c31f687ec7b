package dev.perplex.vocab;

import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.Serializable;
import java.util.List;

/**
 * Words by id and by spelling, with their counts in the training split. Id 0 is {@link #UNK}, id 1
 * is {@link #EOS}; the others follow by falling count, ties by spelling (in code points).
 */
public final class Vocabulary implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The word that stands for every word outside the vocabulary. */
  public static final String UNK = "<unk>";

  /** The word that ends a line, sentence or document, as the tokenizer file says. */
  public static final String EOS = "<eos>";

  public static final int UNK_ID = 0;
  public static final int EOS_ID = 1;

  private final String[] words; // by id
  private final long[] counts; // by id, occurrences in the training split
  private final Object2IntOpenHashMap<String> ids;

  /**
   * @param words by id; the first two are {@link #UNK} and {@link #EOS}
   * @param counts by id
   * @throws IllegalArgumentException where the two differ in length, a word stands twice, or the
   *     special words are not in their places
   */
  public Vocabulary(List<String> words, long[] counts) {
    if (words.size() != counts.length) {
      throw new IllegalArgumentException(words.size() + " words but " + counts.length + " counts");
    }
    if (words.size() < 2 || !words.get(UNK_ID).equals(UNK) || !words.get(EOS_ID).equals(EOS)) {
      throw new IllegalArgumentException("a vocabulary starts with " + UNK + " and " + EOS);
    }
    this.words = words.toArray(String[]::new);
    this.counts = counts.clone();
    this.ids = new Object2IntOpenHashMap<>(words.size());
    ids.defaultReturnValue(UNK_ID);
    for (int id = 0; id < this.words.length; id++) {
      if (ids.containsKey(this.words[id])) {
        throw new IllegalArgumentException("the word " + this.words[id] + " stands twice");
      }
      ids.put(this.words[id], id);
    }
  }

  public int size() {
    return words.length;
  }

  /** The word's id, or {@link #UNK_ID} for a word that is not in the vocabulary. */
  public int id(String word) {
    return ids.getInt(word);
  }

  public boolean contains(String word) {
    return ids.containsKey(word);
  }

  public String word(int id) {
    return words[id];
  }

  /** How often the word with this id stands in the training split. */
  public long count(int id) {
    return counts[id];
  }

  /** A copy of the counts, by id. */
  public long[] counts() {
    return counts.clone();
  }

  /** Tokens of the training split, {@code <eos>} and {@code <unk>} included. */
  public long tokens() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
