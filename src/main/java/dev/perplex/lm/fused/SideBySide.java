package dev.perplex.lm.fused;

import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The losses of documents that are read side by side, each from the zero state: sorted by length,
 * in groups of so many lanes. Lanes that have ended read on for nothing; their losses are dropped.
 * Shapes of products, and so losses to the last bit, depend on the documents alone.
 */
final class SideBySide {
  private static final int LANES = 16;
  private static final int STEPS = 32;

  private final Network network;

  SideBySide(Parameters parameters) {
    this.network = new Network(parameters, LANES, STEPS);
  }

  double[][] losses(List<int[]> documents) {
    double[][] losses = new double[documents.size()][];
    for (int document = 0; document < losses.length; document++) {
      losses[document] = new double[documents.get(document).length];
    }
    int[] order =
        IntStream.range(0, losses.length)
            .boxed()
            .sorted(Comparator.comparingInt(document -> -documents.get(document).length))
            .mapToInt(Integer::intValue)
            .toArray(); // the sort is stable: ties stay in document order
    for (int from = 0; from < order.length; from += LANES) {
      group(
          documents, Arrays.copyOfRange(order, from, Math.min(from + LANES, order.length)), losses);
    }
    return losses;
  }

  private void group(List<int[]> documents, int[] group, double[][] losses) {
    network.resetState();
    int longest = documents.get(group[0]).length;
    int[] inputs = new int[LANES * STEPS]; // row t * lanes + lane
    int[] labels = new int[LANES * STEPS];
    double[] scored = new double[LANES * STEPS];
    for (int start = 0; start < longest; start += STEPS) {
      int length = Math.min(STEPS, longest - start);
      Arrays.fill(inputs, Vocabulary.EOS_ID);
      Arrays.fill(labels, Vocabulary.EOS_ID);
      for (int lane = 0; lane < group.length; lane++) {
        int[] ids = documents.get(group[lane]);
        for (int t = 0; t < length && start + t < ids.length; t++) {
          inputs[t * LANES + lane] = start + t == 0 ? Vocabulary.EOS_ID : ids[start + t - 1];
          labels[t * LANES + lane] = ids[start + t];
        }
      }
      network.losses(inputs, labels, length, scored);
      for (int lane = 0; lane < group.length; lane++) {
        double[] into = losses[group[lane]];
        for (int t = 0; t < length && start + t < into.length; t++) {
          into[start + t] = scored[t * LANES + lane];
        }
      }
    }
  }
}
