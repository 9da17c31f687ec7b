package dev.perplex.word2vec;

import dev.perplex.vocab.Vocabulary;
import java.util.function.LongConsumer;

/**
 * Walks over ids and trains on the window of each word. {@code <eos>} ends a sentence, over which
 * no window reaches; {@code <unk>} is dropped before windows are cut, as word2vec.c drops words
 * outside its vocabulary. Neither gets a vector.
 */
final class WindowTraining {
  /** One window in so many is asked for its loss, before the step: for the progress line. */
  private static final int LOSS_EVERY = 256;

  private static final int PROGRESS_EVERY = 1 << 16;

  /** Which rows a worker changes: its own, or those that its threads share. */
  interface Rows {
    float[] touched(int row);
  }

  private final WordModel model;
  private final int window;
  private final Subsampling subsampling;
  private final Targets targets;
  private final Rows rows;
  private final WindowStep step;
  private final int[] chosen; // row numbers of the targets
  private final float[] labels;
  private final float[][] inputs;
  private final float[] mean; // the input of CBOW, [stride]
  private final float[][] meanAlone;
  private final WindowLoss loss;

  WindowTraining(
      WordModel model,
      int window,
      Subsampling subsampling,
      Targets targets,
      Rows rows,
      int stride) {
    this.model = model;
    this.window = window;
    this.subsampling = subsampling;
    this.targets = targets;
    this.rows = rows;
    this.step = new WindowStep(stride, 2 * window, targets.most());
    this.chosen = new int[targets.most()];
    this.labels = new float[targets.most()];
    this.inputs = new float[2 * window][];
    this.mean = new float[stride];
    this.meanAlone = new float[][] {mean};
    this.loss = new WindowLoss(stride);
  }

  /**
   * One pass over the ids.
   *
   * @param rate the learning rate over this pass
   * @param progress told how many more tokens are done, now and then
   */
  RoundStats train(int[] ids, RateSpan rate, FastRandom random, LongConsumer progress) {
    int[] kept = new int[ids.length]; // what subsampling leaves, sentence breaks included
    int length = thinOut(ids, kept, random);
    long words = 0;
    long pairs = 0;
    long told = 0;
    int start = 0;
    while (start < length) {
      int end = start;
      while (end < length && kept[end] != Vocabulary.EOS_ID) {
        end++;
      }
      for (int centre = start; centre < end; centre++) {
        int reach = 1 + random.below(window);
        int first = Math.max(start, centre - reach);
        int last = Math.min(end - 1, centre + reach);
        if (last > first) {
          window(kept, centre, first, last, rate.at((double) centre / length), random);
          pairs += last - first;
        }
      }
      words += end - start;
      start = end + 1;
      long done = (long) ids.length * Math.min(start, length) / length;
      if (done - told >= PROGRESS_EVERY) {
        progress.accept(done - told);
        told = done;
      }
    }
    progress.accept(ids.length - told);
    return new RoundStats(ids.length, words, pairs, loss.windows(), loss.sum());
  }

  private void window(int[] kept, int centre, int first, int last, float rate, FastRandom random) {
    int n = targets.choose(kept[centre], random, chosen, labels);
    if (n == 0) {
      return; // a vocabulary of one word has no path in its tree
    }
    float[][] outputs = step.targets();
    for (int j = 0; j < n; j++) {
      outputs[j] = rows.touched(chosen[j]);
    }
    // The neighbour's vector learns to tell the centre, as in word2vec.c: over all windows the
    // pairs are the same, and neighbours stay in the cache.
    int m = 0;
    for (int near = first; near <= last; near++) {
      if (near != centre) {
        inputs[m] = rows.touched(kept[near]);
        m++;
      }
    }
    if (model == WordModel.SKIP_GRAM) {
      if (loss.isDue(LOSS_EVERY)) {
        loss.add(inputs[0], outputs, labels, n);
      }
      step.move(inputs, m, n, labels, rate);
    } else {
      CbowInput.mean(inputs, m, mean);
      if (loss.isDue(LOSS_EVERY)) {
        loss.add(mean, outputs, labels, n);
      }
      CbowInput.move(inputs, m, step.moveTargets(meanAlone, n, labels, rate));
    }
  }

  private int thinOut(int[] ids, int[] kept, FastRandom random) {
    int length = 0;
    for (int id : ids) {
      if (id == Vocabulary.EOS_ID || subsampling.keeps(id, random.nextLong())) {
        kept[length] = id;
        length++;
      }
    }
    return length;
  }
}
