package dev.perplex.lm.fused;

import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.RegularizationSettings.Masking;
import dev.perplex.provenance.Seeds;

/**
 * Masks of units (Zaremba et al. 2014, or Gal and Ghahramani 2016), of words and of recurrent
 * weights (Merity et al. 2017). A step's masks are functions of its seed alone, each drawn from a
 * stream of its own: to turn one on does not change another.
 */
public final class DropoutMasks implements Masks {
  private static final long STREAM = 0xD1342543DE82EF95L;

  private final Masking masking;
  private final double[] probabilities; // of units by place, then of words, then of weights
  private final float[][] inputs; // by place: [steps * lanes * features], or null
  private final int[] features; // by place
  private final float[] words;
  private final float[][] weights; // by layer
  private final int lanes;
  private final int steps;

  private DropoutMasks(RegularizationSettings settings, NetworkShape shape, int lanes, int steps) {
    int layers = shape.layers();
    this.masking = settings.masks();
    this.lanes = lanes;
    this.steps = steps;
    this.probabilities = new double[layers + 3];
    this.features = new int[layers + 1];
    this.inputs = new float[layers + 1][];
    for (int place = 0; place <= layers; place++) {
      features[place] = place < layers ? shape.inputs(place) : shape.hidden();
      probabilities[place] =
          place == 0 ? settings.input() : place == layers ? settings.output() : settings.hidden();
      inputs[place] = room(probabilities[place], (long) lanes * steps * features[place]);
    }
    probabilities[layers + 1] = settings.words();
    this.words = room(settings.words(), shape.vocabulary());
    probabilities[layers + 2] = settings.weights();
    this.weights = new float[layers][];
    for (int layer = 0; layer < layers; layer++) {
      long square = (long) shape.hidden() * shape.hidden();
      weights[layer] = room(settings.weights(), shape.cell().gates() * square);
    }
  }

  /**
   * @param lanes of a minibatch, at most
   * @param steps of a minibatch, at most
   */
  public static Masks of(
      RegularizationSettings settings, NetworkShape shape, int lanes, int steps) {
    DropoutMasks masks = new DropoutMasks(settings, shape, lanes, steps);
    for (double probability : masks.probabilities) {
      if (probability > 0) {
        return masks;
      }
    }
    return NONE;
  }

  private static float[] room(double probability, long length) {
    return probability > 0 ? new float[Math.toIntExact(length)] : null;
  }

  @Override
  public void draw(int lanes, int steps, long seed) {
    if (lanes > this.lanes || steps > this.steps) {
      throw new IllegalArgumentException(
          lanes + " x " + steps + " in masks of " + this.lanes + " x " + this.steps);
    }
    int layers = weights.length;
    for (int place = 0; place <= layers; place++) {
      int step = lanes * features[place];
      int drawn = masking == Masking.STEP ? steps * step : step;
      fill(inputs[place], drawn, probabilities[place], stream(seed, place));
      if (inputs[place] != null) {
        for (int at = drawn; at < steps * step; at += step) {
          System.arraycopy(inputs[place], 0, inputs[place], at, step);
        }
      }
    }
    if (words != null) {
      fill(words, words.length, probabilities[layers + 1], stream(seed, layers + 1));
    }
    for (int layer = 0; layer < layers && weights[layer] != null; layer++) {
      int length = weights[layer].length;
      fill(weights[layer], length, probabilities[layers + 2], stream(seed, layers + 2 + layer));
    }
  }

  private static long stream(long seed, int number) {
    return Seeds.mix(seed + STREAM * (number + 1));
  }

  /** Two elements a random long, by 32 bits each. */
  private static void fill(float[] mask, int length, double probability, long seed) {
    if (mask == null) {
      return;
    }
    long threshold = Math.round(probability * 0x1p32);
    float kept = (float) (1 / (1 - probability));
    long state = seed;
    for (int i = 0; i < length; i += 2) {
      state += STREAM;
      long random = Seeds.mix(state);
      mask[i] = (random & 0xFFFFFFFFL) < threshold ? 0 : kept;
      if (i + 1 < length) {
        mask[i + 1] = (random >>> 32) < threshold ? 0 : kept;
      }
    }
  }

  @Override
  public float[] inputs(int place) {
    return inputs[place];
  }

  @Override
  public float[] words() {
    return words;
  }

  @Override
  public float[] recurrentWeights(int layer) {
    return weights[layer];
  }
}
