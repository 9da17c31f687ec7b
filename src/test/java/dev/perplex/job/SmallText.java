package dev.perplex.job;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A small language: sentences of one fixed form over words that are Zipf-distributed in each of
 * their classes. The form is easy to learn, so a model with context must beat the unigram.
 */
public final class SmallText {
  private static final String[] ONSETS = {
    "b", "d", "f", "g", "k", "l", "m", "n", "p", "s", "t", "v"
  };
  private static final String[] VOWELS = {"a", "e", "i", "o", "u"};

  private SmallText() {}

  /** Lines of the language: mostly sentences, of which one in ten stands earlier already. */
  public static List<String> lines(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    while (lines.size() < count) {
      if (lines.size() % 10 == 9) {
        lines.add(lines.get(random.nextInt(lines.size())));
      } else {
        lines.add(sentence(random));
      }
    }
    return lines;
  }

  private static String sentence(SplittableRandom random) {
    return "The "
        + word("n", 60, random)
        + " that "
        + word("v", 25, random)
        + "s the "
        + word("a", 25, random)
        + " "
        + word("n", 60, random)
        + " is not "
        + word("a", 25, random)
        + ".";
  }

  /** The k-th word of a class of this size comes with a probability near 1 / k. */
  private static String word(String kind, int size, SplittableRandom random) {
    int rank = (int) Math.floor(Math.exp(random.nextDouble() * Math.log(size + 1.0))) - 1;
    return ONSETS[rank % ONSETS.length] + VOWELS[rank / ONSETS.length % VOWELS.length] + kind;
  }
}
