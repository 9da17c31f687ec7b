package dev.perplex.vocab;

import java.util.ArrayList;
import java.util.List;

/** Makes a vocabulary of the most frequent words; all others are counted to {@code <unk>}. */
public final class VocabularyCut {
  private VocabularyCut() {}

  /** Whether a spelling is one of the two that the vocabulary always has. */
  public static boolean isSpecial(String word) {
    return word.equals(Vocabulary.UNK) || word.equals(Vocabulary.EOS);
  }

  /**
   * @param kept the words to keep, special ones left out, in any order
   * @param eosCount how often {@code <eos>} stands in the training split
   * @param tokens of the training split in all, special ones included
   */
  public static Vocabulary of(List<WordCount> kept, long eosCount, long tokens) {
    List<WordCount> sorted = new ArrayList<>(kept);
    sorted.sort(WordCount.FREQUENT_FIRST);
    List<String> words = new ArrayList<>(sorted.size() + 2);
    long[] counts = new long[sorted.size() + 2];
    words.add(Vocabulary.UNK);
    words.add(Vocabulary.EOS);
    counts[Vocabulary.EOS_ID] = eosCount;
    long known = eosCount;
    for (WordCount each : sorted) {
      counts[words.size()] = each.count();
      words.add(each.word());
      known += each.count();
    }
    counts[Vocabulary.UNK_ID] = tokens - known;
    return new Vocabulary(words, counts);
  }

  /** Words that fit beside the two special ones. */
  public static int room(VocabSettings settings) {
    return settings.maxSize() == 0 ? Integer.MAX_VALUE : settings.maxSize() - 2;
  }
}
