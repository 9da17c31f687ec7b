package dev.perplex.word2vec;

import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Settings and vocabularies of the tests. */
public final class Examples {
  private Examples() {}

  /** Small, and without subsampling. */
  public static Word2vecSettings settings(
      WordModel model, WordLoss loss, int epochs, int workers, int rounds) {
    return new Word2vecSettings(model, loss, 12, 3, 5, 0, 0.025, epochs, workers, rounds, 1, 1);
  }

  public static Word2vecSettings settings(int epochs, int workers, int rounds) {
    return settings(WordModel.SKIP_GRAM, WordLoss.NEGATIVE_SAMPLING, epochs, workers, rounds);
  }

  public static Word2vecSettings withThreads(Word2vecSettings from, int threads) {
    return new Word2vecSettings(
        from.model(),
        from.loss(),
        from.dimension(),
        from.window(),
        from.negatives(),
        from.sample(),
        from.rate(),
        from.epochs(),
        from.workers(),
        from.roundsPerEpoch(),
        threads,
        from.seed());
  }

  static Word2vecSettings withWindow(Word2vecSettings from, int window) {
    return new Word2vecSettings(
        from.model(),
        from.loss(),
        from.dimension(),
        window,
        from.negatives(),
        from.sample(),
        from.rate(),
        from.epochs(),
        from.workers(),
        from.roundsPerEpoch(),
        from.threads(),
        from.seed());
  }

  public static Word2vecSettings withRate(Word2vecSettings from, double rate) {
    return new Word2vecSettings(
        from.model(),
        from.loss(),
        from.dimension(),
        from.window(),
        from.negatives(),
        from.sample(),
        rate,
        from.epochs(),
        from.workers(),
        from.roundsPerEpoch(),
        from.threads(),
        from.seed());
  }

  static Word2vecSettings withSeed(Word2vecSettings from, long seed) {
    return new Word2vecSettings(
        from.model(),
        from.loss(),
        from.dimension(),
        from.window(),
        from.negatives(),
        from.sample(),
        from.rate(),
        from.epochs(),
        from.workers(),
        from.roundsPerEpoch(),
        from.threads(),
        seed);
  }

  /** The two special words, which were not seen, and words w0, w1 and so on of the given counts. */
  public static Vocabulary vocabulary(long... counts) {
    List<String> words = new ArrayList<>(List.of(Vocabulary.UNK, Vocabulary.EOS));
    long[] all = new long[counts.length + 2];
    for (int i = 0; i < counts.length; i++) {
      words.add("w" + i);
      all[i + 2] = counts[i];
    }
    return new Vocabulary(words, all);
  }
}
