package dev.perplex.word2vec;

import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A corpus of sentences of ten words, each wholly of one of two topics: words a0 to a9 or b0 to b9.
 * A few are {@code <unk>}.
 */
public final class TwoTopics {
  public static final int WORDS_A_TOPIC = 10;

  private TwoTopics() {}

  public static int[] ids(int sentences) {
    SplittableRandom random = new SplittableRandom(7);
    int[] ids = new int[sentences * 11];
    for (int sentence = 0; sentence < sentences; sentence++) {
      int topic = random.nextInt(2);
      for (int i = 0; i < 10; i++) {
        int word = 2 + topic * WORDS_A_TOPIC + random.nextInt(WORDS_A_TOPIC);
        ids[sentence * 11 + i] = random.nextInt(50) == 0 ? Vocabulary.UNK_ID : word;
      }
      ids[sentence * 11 + 10] = Vocabulary.EOS_ID;
    }
    return ids;
  }

  public static Vocabulary vocabulary(int[] ids) {
    List<String> words = new ArrayList<>(List.of(Vocabulary.UNK, Vocabulary.EOS));
    for (String topic : List.of("a", "b")) {
      for (int i = 0; i < WORDS_A_TOPIC; i++) {
        words.add(topic + i);
      }
    }
    long[] counts = new long[words.size()];
    for (int id : ids) {
      counts[id]++;
    }
    return new Vocabulary(words, counts);
  }

  /** The mean similarity of words of one topic less that of words of two. */
  public static double separation(WordVectors vectors) {
    double within = 0;
    double across = 0;
    int pairs = 0;
    for (int i = 0; i < WORDS_A_TOPIC; i++) {
      for (int j = 0; j < WORDS_A_TOPIC; j++) {
        if (i != j) {
          within += vectors.similarity("a" + i, "a" + j) + vectors.similarity("b" + i, "b" + j);
          across += 2 * vectors.similarity("a" + i, "b" + j);
          pairs += 2;
        }
      }
    }
    return (within - across) / pairs;
  }
}
