package dev.perplex.eval;

import java.util.List;

/**
 * Reads a text token by token and says what it expects next. Serves one thread; its buffers are
 * made once.
 */
public interface LanguageReader {

  /** Forgets what was read: as before a document's first token, which {@code <eos>} predicts. */
  void reset();

  /**
   * What comes next, given all that was read since the last reset.
   *
   * @param into [vocabulary], natural logarithms of probabilities, which sum to 1
   */
  void logProbabilities(float[] into);

  /** Takes the next token into the state. */
  void read(int id);

  /**
   * The losses of a stretch of text in nats, each token given all before it since the last reset;
   * all of them are read. The same as asking and reading one by one, and much faster.
   */
  double[] losses(int[] ids);

  /**
   * The same, and what {@link #hidden} was before each token.
   *
   * @param hidden [ids.length], set to rows that are the caller's
   */
  default double[] losses(int[] ids, float[][] hidden) {
    double[] losses = new double[ids.length];
    for (int i = 0; i < ids.length; i++) {
      hidden[i] = hidden().clone();
      losses[i] = losses(new int[] {ids[i]})[0];
    }
    return losses;
  }

  /**
   * The losses of documents in nats, each read from a fresh state, and side by side where that is
   * faster. Afterwards the reader is as after {@link #reset}.
   *
   * @param documents ids of each, its {@code <eos>} included
   */
  default double[][] losses(List<int[]> documents) {
    double[][] losses = new double[documents.size()][];
    for (int document = 0; document < losses.length; document++) {
      reset();
      losses[document] = losses(documents.get(document));
    }
    reset();
    return losses;
  }

  /**
   * The top layer's output for the next token, [hidden], which a neural cache compares (Grave et
   * al. 2017, arXiv 1612.04426, equation 2). Valid until the next call.
   *
   * @throws UnsupportedOperationException for models without one
   */
  float[] hidden();
}
