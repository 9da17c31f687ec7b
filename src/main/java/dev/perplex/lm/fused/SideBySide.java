package dev.perplex.lm.fused;

import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The losses of documents that are read side by side, each from the zero state: sorted by length,
 * in groups of so many lanes. Where a document ends, the others go on in fewer lanes; only over a
 * few time steps a lane reads on for nothing. Shapes of products, and so losses to the last bit,
 * depend on the documents alone.
 */
final class SideBySide {
  private static final int LANES = 16;
  private static final int STEPS = 32; // of all lanes; fewer lanes take more

  /** Time steps that are read together though documents end on the way. */
  private static final int FEW = 16;

  private final Network network;
  private final int[] inputs = new int[LANES * STEPS]; // row t * lanes + lane
  private final int[] labels = new int[LANES * STEPS];
  private final double[] scored = new double[LANES * STEPS];

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
    for (int start = 0, length; start < longest; start += length) {
      int lanes = going(documents, group, start);
      length = length(documents, group, lanes, start);
      network.lanes(lanes);
      for (int lane = 0; lane < lanes; lane++) {
        int[] ids = documents.get(group[lane]);
        for (int t = 0; t < length; t++) {
          int at = start + t;
          boolean ended = at >= ids.length;
          inputs[t * lanes + lane] = at == 0 || ended ? Vocabulary.EOS_ID : ids[at - 1];
          labels[t * lanes + lane] = ended ? Vocabulary.EOS_ID : ids[at];
        }
      }
      network.losses(inputs, labels, length, scored);
      for (int lane = 0; lane < lanes; lane++) {
        double[] into = losses[group[lane]];
        for (int t = 0; t < length && start + t < into.length; t++) {
          into[start + t] = scored[t * lanes + lane];
        }
      }
    }
  }

  /** Lanes whose documents go on from a place: the first ones, for the longest come first. */
  private static int going(List<int[]> documents, int[] group, int start) {
    int lanes = 0;
    while (lanes < group.length && documents.get(group[lanes]).length > start) {
      lanes++;
    }
    return lanes;
  }

  /** Time steps to the end of the shortest document, and a few more rather than very few. */
  private static int length(List<int[]> documents, int[] group, int lanes, int start) {
    int longest = documents.get(group[0]).length - start;
    int shortest = documents.get(group[lanes - 1]).length - start;
    return Math.min(Math.min(longest, Math.max(shortest, FEW)), LANES * STEPS / lanes);
  }
}
