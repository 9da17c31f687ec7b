package dev.perplex.lm;

import dev.perplex.eval.LanguageReader;
import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;

/**
 * Reads in stretches of {@code steps} tokens, and has the weights learn each as soon as it is
 * complete (dynamic evaluation, Krause et al. 2018, arXiv 1709.07432, section 3). Where stretches
 * end depends on what was read since the last reset alone, not on how it was asked for.
 */
public final class DynamicReader implements LanguageReader {
  private final Learner learner;
  private final LanguageReader reader;
  private final int[] stretch; // [steps], what was read since the last update
  private int length; // of it so far
  private int before = Vocabulary.EOS_ID; // the token before the stretch

  public DynamicReader(Learner learner, DynamicSettings settings) {
    this.learner = learner;
    this.reader = learner.reader();
    this.stretch = new int[settings.steps()];
  }

  @Override
  public void reset() {
    learner.restore();
    reader.reset();
    length = 0;
    before = Vocabulary.EOS_ID;
  }

  @Override
  public void logProbabilities(float[] into) {
    reader.logProbabilities(into);
  }

  @Override
  public float[] hidden() {
    return reader.hidden();
  }

  @Override
  public void read(int id) {
    reader.read(id);
    stretch[length++] = id;
    learnIfFull();
  }

  @Override
  public double[] losses(int[] ids) {
    return losses(ids, new float[ids.length][]);
  }

  @Override
  public double[] losses(int[] ids, float[][] hidden) {
    double[] losses = new double[ids.length];
    for (int from = 0; from < ids.length; ) {
      int count = Math.min(stretch.length - length, ids.length - from);
      int[] part = Arrays.copyOfRange(ids, from, from + count);
      float[][] states = new float[count][];
      System.arraycopy(reader.losses(part, states), 0, losses, from, count);
      System.arraycopy(states, 0, hidden, from, count);
      System.arraycopy(part, 0, stretch, length, count);
      length += count;
      from += count;
      learnIfFull();
    }
    return losses;
  }

  private void learnIfFull() {
    if (length < stretch.length) {
      return;
    }
    int[] inputs = new int[length];
    inputs[0] = before;
    System.arraycopy(stretch, 0, inputs, 1, length - 1);
    learner.learn(inputs, stretch.clone());
    before = stretch[length - 1];
    length = 0;
  }
}
