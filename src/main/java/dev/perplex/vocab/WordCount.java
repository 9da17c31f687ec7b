package dev.perplex.vocab;

import java.io.Serializable;
import java.util.Comparator;

/** A word and how often it stands in the training split. */
public record WordCount(String word, long count) implements Serializable {

  /** Spellings in the order of their code points, which is also that of their UTF-8 bytes. */
  public static final Comparator<String> BY_SPELLING = new CodePointOrder();

  /** Frequent words first, ties by spelling: the order of ids. */
  public static final Comparator<WordCount> FREQUENT_FIRST = new FrequentFirst();

  private static final class FrequentFirst implements Comparator<WordCount>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(WordCount a, WordCount b) {
      int byCount = Long.compare(b.count, a.count);
      return byCount != 0 ? byCount : BY_SPELLING.compare(a.word, b.word);
    }
  }

  private static final class CodePointOrder implements Comparator<String>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(String a, String b) {
      int shorter = Math.min(a.length(), b.length());
      for (int i = 0; i < shorter; i++) {
        char x = a.charAt(i);
        char y = b.charAt(i);
        if (x != y) {
          // A surrogate pair is above every other character, though its units are not.
          boolean pairX = Character.isSurrogate(x);
          boolean pairY = Character.isSurrogate(y);
          return pairX == pairY ? Character.compare(x, y) : pairX ? 1 : -1;
        }
      }
      return Integer.compare(a.length(), b.length());
    }
  }
}
