package dev.perplex.lm;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The loss of each token of documents. A document is read from the zero state with {@code <eos>} as
 * the word before its first; each of its tokens is scored. Documents of a call go side by side,
 * sorted by length, in groups of at most {@code lanes} and in chunks of {@code steps} time steps,
 * and only real tokens reach the softmax: the losses depend on the documents of the call alone.
 *
 * <p>Keeps recurrent state in the network while it works, so a network serves one thread.
 */
public final class SequenceScorer {
  private static final int LANES = 32;
  private static final int STEPS = 32;

  private final Dl4jSteps network;
  private final int lanes;
  private final int steps;

  public SequenceScorer(MultiLayerNetwork network) {
    this(new Dl4jSteps(network));
  }

  SequenceScorer(Dl4jSteps network) {
    this(network, LANES, STEPS);
  }

  SequenceScorer(MultiLayerNetwork network, int lanes, int steps) {
    this(new Dl4jSteps(network), lanes, steps);
  }

  private SequenceScorer(Dl4jSteps network, int lanes, int steps) {
    this.network = network;
    this.lanes = lanes;
    this.steps = steps;
  }

  /**
   * @param documents ids of each, its {@code <eos>} included
   * @return natural-log losses of each document's tokens
   * @throws PerplexException (data refused) where a loss is not a number, or an id is outside the
   *     model's vocabulary
   */
  public double[][] score(List<int[]> documents) {
    double[][] losses = new double[documents.size()][];
    for (int document = 0; document < losses.length; document++) {
      int[] ids = documents.get(document);
      network.checkIds(ids);
      losses[document] = new double[ids.length];
    }
    int[] order =
        IntStream.range(0, losses.length)
            .boxed()
            .sorted(Comparator.comparingInt(document -> -documents.get(document).length))
            .mapToInt(Integer::intValue)
            .toArray(); // the sort is stable: ties stay in document order
    for (int from = 0; from < order.length; from += lanes) {
      scoreGroup(
          documents, Arrays.copyOfRange(order, from, Math.min(from + lanes, order.length)), losses);
    }
    return losses;
  }

  private void scoreGroup(List<int[]> documents, int[] group, double[][] losses) {
    network.reset();
    int longest = documents.get(group[0]).length;
    for (int start = 0; start < longest; start += steps) {
      int length = Math.min(steps, longest - start);
      float[] states =
          network.states(group.length, length, inputs(documents, group, start, length));
      List<int[]> places = new ArrayList<>(); // {lane, time}
      for (int lane = 0; lane < group.length; lane++) {
        int end = Math.min(length, documents.get(group[lane]).length - start);
        for (int time = 0; time < end; time++) {
          places.add(new int[] {lane, time});
        }
      }
      double[] scored = softmax(documents, group, start, length, states, places);
      for (int row = 0; row < scored.length; row++) {
        int[] place = places.get(row);
        losses[group[place[0]]][start + place[1]] = scored[row];
      }
    }
    network.reset();
  }

  /** The word before each place, {@code [lanes * length]}. */
  private static float[] inputs(List<int[]> documents, int[] group, int start, int length) {
    float[] inputs = new float[group.length * length];
    Arrays.fill(inputs, Vocabulary.EOS_ID);
    for (int lane = 0; lane < group.length; lane++) {
      int[] ids = documents.get(group[lane]);
      for (int time = 0; time < length; time++) {
        int before = start + time - 1;
        if (before >= 0 && before < ids.length) {
          inputs[lane * length + time] = ids[before];
        }
      }
    }
    return inputs;
  }

  private double[] softmax(
      List<int[]> documents,
      int[] group,
      int start,
      int length,
      float[] states,
      List<int[]> places) {
    int size = network.hidden();
    float[] rows = new float[places.size() * size]; // column order
    int[] targets = new int[places.size()];
    for (int row = 0; row < targets.length; row++) {
      int[] place = places.get(row);
      targets[row] = documents.get(group[place[0]])[start + place[1]];
      for (int unit = 0; unit < size; unit++) {
        rows[unit * targets.length + row] = states[(place[0] * size + unit) * length + place[1]];
      }
    }
    return network.losses(rows, targets);
  }
}
