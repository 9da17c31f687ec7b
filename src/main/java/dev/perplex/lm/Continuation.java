package dev.perplex.lm;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/** Goes on with a text by drawing token after token. Serves one thread. */
public final class Continuation {
  private final LanguageReader reader;
  private final Sampling sampling;
  private final IntPredicate never;
  private final float[] logProbabilities; // [vocabulary]

  /**
   * @param never tokens that are not drawn
   */
  public Continuation(LanguageModel model, Reading reading, Sampling sampling, IntPredicate never) {
    this.reader = reading.reader(model);
    this.sampling = sampling;
    this.never = never;
    this.logProbabilities = new float[model.vocabulary()];
  }

  /**
   * Draws tokens after a prompt, which is read from a fresh state.
   *
   * @param length tokens at most
   * @param last after such a token no other comes
   * @param tokens told of each token as soon as it is drawn
   */
  public void after(
      int[] prompt, int length, IntPredicate last, SplittableRandom random, IntConsumer tokens) {
    reader.reset();
    for (int id : prompt) {
      reader.read(id);
    }
    for (int drawn = 0; drawn < length; drawn++) {
      reader.logProbabilities(logProbabilities);
      double[] shares = sampling.distribution(logProbabilities, never);
      int id = Sampling.draw(shares, random.nextDouble());
      tokens.accept(id);
      if (last.test(id)) {
        return;
      }
      reader.read(id);
    }
  }
}
