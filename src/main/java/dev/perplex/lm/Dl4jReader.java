package dev.perplex.lm;

import dev.perplex.eval.LanguageReader;
import dev.perplex.vocab.Vocabulary;
import java.util.List;

/** Reads with a DL4J network of its own. */
final class Dl4jReader implements LanguageReader {
  private static final int STEPS = 64; // tokens that go through a layer, and the softmax, together

  private final Dl4jSteps network;
  private final SequenceScorer sideBySide;
  private int last = Vocabulary.EOS_ID; // the token before the next one
  private float[] top; // [hidden], the state after last; null while last has not been read

  Dl4jReader(Dl4jSteps network) {
    this.network = network;
    this.sideBySide = new SequenceScorer(network);
  }

  @Override
  public void reset() {
    network.reset();
    last = Vocabulary.EOS_ID;
    top = null;
  }

  @Override
  public float[] hidden() {
    if (top == null) {
      top = network.states(1, 1, new float[] {last});
    }
    return top;
  }

  @Override
  public void logProbabilities(float[] into) {
    network.logProbabilities(hidden(), into);
  }

  @Override
  public void read(int id) {
    network.checkIds(id);
    hidden();
    last = id;
    top = null;
  }

  @Override
  public double[] losses(int[] ids) {
    return losses(ids, new float[ids.length][]);
  }

  @Override
  public double[] losses(int[] ids, float[][] hidden) {
    network.checkIds(ids);
    int at = 0;
    if (top != null && ids.length > 0) {
      hidden[at++] = top;
      last = ids[0];
      top = null;
    }
    while (at < ids.length) {
      int length = Math.min(STEPS, ids.length - at);
      float[] inputs = new float[length];
      for (int time = 0; time < length; time++) {
        inputs[time] = at + time == 0 ? last : ids[at + time - 1];
      }
      float[] states = network.states(1, length, inputs); // [hidden, length]
      for (int time = 0; time < length; time++) {
        hidden[at + time] = new float[network.hidden()];
        for (int unit = 0; unit < network.hidden(); unit++) {
          hidden[at + time][unit] = states[unit * length + time];
        }
      }
      at += length;
      last = ids[at - 1];
    }
    return softmax(ids, hidden);
  }

  private double[] softmax(int[] ids, float[][] hidden) {
    double[] losses = new double[ids.length];
    for (int from = 0; from < ids.length; from += STEPS) {
      int count = Math.min(STEPS, ids.length - from);
      float[] rows = new float[count * network.hidden()]; // column order
      int[] targets = new int[count];
      for (int row = 0; row < count; row++) {
        targets[row] = ids[from + row];
        for (int unit = 0; unit < network.hidden(); unit++) {
          rows[unit * count + row] = hidden[from + row][unit];
        }
      }
      System.arraycopy(network.losses(rows, targets), 0, losses, from, count);
    }
    return losses;
  }

  @Override
  public double[][] losses(List<int[]> documents) {
    double[][] losses = sideBySide.score(documents);
    reset();
    return losses;
  }
}
