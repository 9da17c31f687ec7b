package dev.perplex.lm.fused;

import dev.perplex.lm.Cell;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a threshold of the softmax's gradient costs in perplexity: one training, then validation. */
public final class ThresholdQuality {
  private static final int LANES = 20;
  private static final int STEPS = 35;
  private static final String END = "<eos>";
  private static final String UNKNOWN = "<unk>";

  private final Map<String, Integer> ids = new HashMap<>();
  private final long[] counts;

  private ThresholdQuality(Path text, int words) throws IOException {
    Map<String, Long> all = new HashMap<>();
    for (String word : read(text)) {
      all.merge(word, 1L, Long::sum);
    }
    List<String> sorted = new ArrayList<>(all.keySet());
    sorted.sort(Comparator.comparing((String word) -> -all.get(word)).thenComparing(word -> word));
    for (String word : sorted.subList(0, Math.min(words, sorted.size()))) {
      ids.put(word, ids.size());
    }
    ids.putIfAbsent(UNKNOWN, ids.size());
    counts = new long[ids.size()];
    all.forEach((word, count) -> counts[ids.getOrDefault(word, ids.get(UNKNOWN))] += count);
  }

  private static List<String> read(Path text) throws IOException {
    List<String> words = new ArrayList<>();
    for (String line : Files.readAllLines(text)) {
      for (String word : line.trim().split("\\s+")) {
        if (!word.isEmpty()) {
          words.add(word);
        }
      }
      words.add(END);
    }
    return words;
  }

  private int[] encode(Path text) throws IOException {
    int unknown = ids.get(UNKNOWN);
    return read(text).stream().mapToInt(word -> ids.getOrDefault(word, unknown)).toArray();
  }

  /** The next minibatch of lanes that lie evenly over a text. */
  private static Minibatch minibatch(int[] text, int at) {
    int lane = (text.length - 1) / LANES;
    int[] inputs = new int[LANES * STEPS];
    int[] labels = new int[LANES * STEPS];
    for (int i = 0; i < LANES; i++) {
      System.arraycopy(text, i * lane + at, inputs, i * STEPS, STEPS);
      System.arraycopy(text, i * lane + at + 1, labels, i * STEPS, STEPS);
    }
    return new Minibatch(LANES, STEPS, inputs, labels);
  }

  /** Steps of so many tokens, at most one pass. */
  private static int steps(int[] text, int tokens) {
    return Math.min(tokens / LANES, (text.length - 1) / LANES) / STEPS;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int words = Integer.parseInt(args[1]);
    int hidden = Integer.parseInt(args[2]);
    int tokens = Integer.parseInt(args[3]);
    ThresholdQuality quality = new ThresholdQuality(folder.resolve("train.txt"), words);
    int[] train = quality.encode(folder.resolve("train.txt"));
    int[] valid = quality.encode(folder.resolve("valid.txt"));
    for (int i = 4; i + 1 < args.length; i += 2) {
      quality.run(
          hidden, tokens, train, valid, Double.parseDouble(args[i]), Long.parseLong(args[i + 1]));
    }
  }

  private void run(
      int hidden, int tokens, int[] train, int[] valid, double threshold, long seed) {
    Parameters parameters =
        new Parameters(
            new NetworkShape(counts.length, hidden, hidden, 2, Cell.LSTM, SoftmaxKind.FULL));
    new InitialWeights(0.1, 0).draw(parameters, seed);
    InitialWeights.startAtFrequencies(parameters, counts);
    Replica replica =
        Replica.of(
            parameters,
            LANES,
            STEPS,
            5,
            OptimizerSettings.plain(),
            RegularizationSettings.none(),
            threshold);
    long began = System.nanoTime();
    int steps = steps(train, tokens);
    double norms = 0;
    for (int step = 0; step < steps; step++) {
      norms +=
          replica
              .step(minibatch(train, step * STEPS), 1, Seeds.of(seed, Stage.TRAIN, step, 0))
              .gradientNorm();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    replica.resetState();
    double loss = 0;
    int scored = steps(valid, 100_000);
    double[] losses = new double[LANES * STEPS];
    for (int step = 0; step < scored; step++) {
      Minibatch each = minibatch(valid, step * STEPS);
      replica
          .network()
          .losses(
              turned(each.inputs()), turned(each.labels()), STEPS, losses);
      for (double nats : losses) {
        loss += nats;
      }
    }
    System.out.printf(
        "threshold %.8f, seed %d: validation perplexity %.2f after %,d tokens, %,.0f tokens/s, mean"
            + " norm of gradients %.4f%n",
        threshold,
        seed,
        Math.exp(loss / scored / LANES / STEPS),
        steps * LANES * STEPS,
        steps * LANES * STEPS / seconds,
        norms / steps);
  }

  /** From a row a lane to the order of time. */
  private static int[] turned(int[] rows) {
    int[] turned = new int[rows.length];
    for (int lane = 0; lane < LANES; lane++) {
      for (int t = 0; t < STEPS; t++) {
        turned[t * LANES + lane] = rows[lane * STEPS + t];
      }
    }
    return turned;
  }
}
