package dev.perplex.cost;

import dev.perplex.provenance.Check;
import dev.perplex.vocab.Vocabulary;

/**
 * How large a text is, and how often each word comes.
 *
 * @param tokens of the training split
 * @param validTokens of the validation split
 * @param counts by id, of the training split
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record TextSize(long tokens, long validTokens, long[] counts) {
  /** Rows of two matrices are numbered by an int. */
  public static final long MOST_WORDS = (Integer.MAX_VALUE - 8) / 2;

  private static final double SHIFT = 0.7; // Zipf and Mandelbrot: a word's share by 1 / (rank + it)
  private static final int SENTENCE = 25; // tokens, the <eos> among them
  private static final int VALID = 18; // times as long is the training split

  public TextSize {
    Check.atLeast("tokens", tokens, 1);
    Check.atLeast("words", counts.length, 3);
  }

  /** A text of that many tokens, with the words in the shares that a vocabulary counted. */
  public static TextSize of(Vocabulary vocabulary, long tokens) {
    return scaled(vocabulary.counts(), vocabulary.tokens(), tokens);
  }

  private static TextSize scaled(long[] counts, long sum, long tokens) {
    double factor = (double) tokens / Math.max(1, sum);
    for (int id = 0; id < counts.length; id++) {
      counts[id] = Math.round(counts[id] * factor);
    }
    return new TextSize(tokens, valid(tokens), counts);
  }

  /**
   * A text whose words come as in English: a sentence has 25 tokens, the word of rank r a share
   * like 1 / (r + 0.7) (Mandelbrot 1953), each at least once.
   *
   * @param words of the vocabulary, {@code <unk>} and {@code <eos>} included
   */
  public static TextSize zipf(long tokens, int words) {
    Check.atLeast("words", words, 3);
    long[] counts = new long[words];
    counts[Vocabulary.EOS_ID] = tokens / SENTENCE;
    long left = tokens - counts[Vocabulary.EOS_ID];
    double harmonic = 0;
    for (int rank = 1; rank <= words - 2; rank++) {
      harmonic += 1 / (rank + SHIFT);
    }
    for (int rank = 1; rank <= words - 2; rank++) {
      counts[rank + 1] = Math.max(1, (long) (left / harmonic / (rank + SHIFT)));
    }
    return new TextSize(tokens, valid(tokens), counts);
  }

  /** A usual split. */
  private static long valid(long tokens) {
    return Math.max(1, tokens / VALID);
  }

  public TextSize withValid(long validation) {
    return new TextSize(tokens, validation, counts);
  }

  public int words() {
    return counts.length;
  }

  /** Different words among so many tokens, on average. */
  double distinct(double drawn) {
    double sum = 0;
    for (long count : counts) {
      sum += 1 - Math.exp(-drawn * count / tokens);
    }
    return sum;
  }

  /** Tokens whose word is from one id to before another, as a share. */
  double share(int from, int until) {
    long sum = 0;
    long all = 0;
    for (int id = 0; id < counts.length; id++) {
      all += counts[id];
      sum += id >= from && id < until ? counts[id] : 0;
    }
    return all == 0 ? 0 : (double) sum / all;
  }
}
