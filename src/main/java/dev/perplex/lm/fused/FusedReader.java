package dev.perplex.lm.fused;

import dev.perplex.eval.LanguageReader;
import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;
import java.util.List;

/** Reads text through a {@link Network} of one lane. */
final class FusedReader implements LanguageReader {
  private static final int STEPS = 256; // of a stretch

  private final Parameters parameters;
  private final Network network;
  private SideBySide sideBySide; // made when it is first wanted
  private final int vocabulary;
  private final int hiddenSize;
  private final int[] inputs = new int[STEPS];
  private final int[] labels = new int[STEPS];
  private final double[] stretch = new double[STEPS];
  private final float[] hidden;
  private int last; // the token read last, which the network has not seen yet
  private boolean seen; // whether it has

  FusedReader(Parameters parameters) {
    this.parameters = parameters;
    this.network = new Network(parameters, 1, STEPS);
    this.vocabulary = parameters.shape().vocabulary();
    this.hiddenSize = parameters.shape().hidden();
    this.hidden = new float[hiddenSize];
    reset();
  }

  @Override
  public void reset() {
    network.resetState();
    last = Vocabulary.EOS_ID;
    seen = false;
  }

  /** Has the network see the last token. */
  private void look() {
    if (!seen) {
      inputs[0] = last;
      float[] top = network.forward(inputs, 1, Masks.NONE);
      System.arraycopy(top, 0, hidden, 0, hiddenSize);
      seen = true;
    }
  }

  @Override
  public void logProbabilities(float[] into) {
    look();
    network.logProbabilities(hidden, into);
  }

  @Override
  public void read(int id) {
    check(id);
    look();
    last = id;
    seen = false;
  }

  @Override
  public double[] losses(int[] ids) {
    return losses(ids, null);
  }

  @Override
  public double[] losses(int[] ids, float[][] states) {
    for (int id : ids) {
      check(id);
    }
    double[] losses = new double[ids.length];
    int from = 0;
    if (seen && ids.length > 0) {
      labels[0] = ids[0];
      network.losses(hidden, labels, stretch);
      losses[0] = stretch[0];
      if (states != null) {
        states[0] = hidden.clone();
      }
      from = 1;
      last = ids[0];
    }
    while (from < ids.length) {
      int length = Math.min(STEPS, ids.length - from);
      for (int t = 0; t < length; t++) {
        inputs[t] = t == 0 ? last : ids[from + t - 1];
        labels[t] = ids[from + t];
      }
      float[] top = network.losses(inputs, labels, length, stretch);
      System.arraycopy(stretch, 0, losses, from, length);
      for (int t = 0; states != null && t < length; t++) {
        states[from + t] = Arrays.copyOfRange(top, t * hiddenSize, (t + 1) * hiddenSize);
      }
      last = ids[from + length - 1];
      from += length;
    }
    seen = seen && ids.length == 0;
    for (double loss : losses) {
      checkFinite(loss);
    }
    return losses;
  }

  @Override
  public double[][] losses(List<int[]> documents) {
    for (int[] ids : documents) {
      for (int id : ids) {
        check(id);
      }
    }
    if (sideBySide == null) {
      sideBySide = new SideBySide(parameters);
    }
    double[][] losses = sideBySide.losses(documents);
    for (double[] document : losses) {
      for (double loss : document) {
        checkFinite(loss);
      }
    }
    reset();
    return losses;
  }

  private static void checkFinite(double loss) {
    if (!Double.isFinite(loss)) {
      throw PerplexException.dataRefused(
          "the model gives a probability that is not a number: its parameters are not finite."
              + " Train it again with a lower train.rate.");
    }
  }

  private void check(int id) {
    if (id < 0 || id >= vocabulary) {
      throw PerplexException.dataRefused(
          "the model knows words 0 to %d, but the text holds word %d. Score with the vocabulary"
              + " that the model was trained with.",
          vocabulary - 1, id);
    }
  }

  @Override
  public float[] hidden() {
    look();
    return hidden;
  }
}
