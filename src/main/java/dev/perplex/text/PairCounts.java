package dev.perplex.text;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts words, and pairs of words that stand beside one another in a document with nothing between
 * that is in no phrase. Counts of two pieces of a text add up to those of the whole.
 */
public final class PairCounts {
  /** No token holds a line end. */
  private static final char BETWEEN = '\n';

  private static final int MOST_WORDS = 500_000;
  private static final int MOST_PAIRS = 1_000_000; // some 32 MB

  private final Phrases phrases;
  private final Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
  private final List<String> words = new ArrayList<>(); // by number
  private final Long2LongOpenHashMap pairs = new Long2LongOpenHashMap(); // left * 2^32 + right
  private long[] counts = new long[1 << 12]; // by number; 0 for words that are in no phrase
  private boolean[] joins = new boolean[1 << 12]; // by number
  private long running;

  /**
   * @param phrases of the passes before, which the documents' tokens were joined by
   */
  public PairCounts(Phrases phrases) {
    this.phrases = phrases;
    numbers.defaultReturnValue(-1);
  }

  /** What was counted: a word, a pair of words or, for the total, all running words. */
  public record Count(String key, long count) {
    /** The key of the count of all running words, those that are in no phrase included. */
    public static final String ALL = "";

    public static boolean isPair(String key) {
      return key.indexOf(BETWEEN) >= 0;
    }

    public static String left(String pair) {
      return pair.substring(0, pair.indexOf(BETWEEN));
    }

    public static String right(String pair) {
      return pair.substring(pair.indexOf(BETWEEN) + 1);
    }
  }

  public void add(List<String> document) {
    int left = -1; // none
    for (String word : document) {
      if (word.equals(SpecialToken.EOS)) {
        left = -1;
        continue;
      }
      running++;
      int right = number(word);
      if (!joins[right]) {
        left = -1;
        continue;
      }
      counts[right]++;
      if (left >= 0) {
        pairs.addTo((long) left << 32 | right, 1);
      }
      left = right;
    }
  }

  /** Whether the counts should be taken and new ones begun, for the memory's sake. */
  public boolean isFull() {
    return words.size() >= MOST_WORDS || pairs.size() >= MOST_PAIRS;
  }

  /** All counts above 0, in no order. */
  public Stream<Count> counts() {
    return Stream.of(
            Stream.of(new Count(Count.ALL, running)),
            IntStream.range(0, words.size())
                .filter(number -> counts[number] > 0)
                .mapToObj(number -> new Count(words.get(number), counts[number])),
            pairs.long2LongEntrySet().stream()
                .map(pair -> new Count(key(pair.getLongKey()), pair.getLongValue())))
        .flatMap(each -> each);
  }

  private String key(long pair) {
    return words.get((int) (pair >>> 32)) + BETWEEN + words.get((int) pair);
  }

  private int number(String word) {
    int number = numbers.getInt(word);
    if (number < 0) {
      number = words.size();
      numbers.put(word, number);
      words.add(word);
      if (number == counts.length) {
        counts = Arrays.copyOf(counts, 2 * number);
        joins = Arrays.copyOf(joins, 2 * number);
      }
      joins[number] = phrases.joins(word);
    }
    return number;
  }
}
