package dev.perplex.lm.fused;

import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.Cell;
import com.sun.management.ThreadMXBean;
import dev.perplex.kernel.ActivationKernel;
import dev.perplex.kernel.MatrixProducts;
import dev.perplex.kernel.MatrixProducts.Form;
import dev.perplex.kernel.Panels;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.SoftmaxSettings;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Where a training step's time goes: tokens a second of one replica on one core, and the matrix
 * products of its shapes alone, each repeated on its own.
 */
public final class StepProfile {
  private static final MatrixProducts PRODUCTS = MatrixProducts.fastest();
  private static final ActivationKernel KERNEL = ActivationKernel.fastest();

  private static final int SQUARE = 1536;

  private final int words;
  private final int hidden;
  private final int lanes;
  private final int steps;
  private final double threshold; // of the softmax's gradient
  private double products; // ms of a step
  private Parameters trained;
  private double peak; // GFLOP/s of the fastest product, a large square one

  private StepProfile(int words, int hidden, int lanes, int steps, double threshold) {
    this.words = words;
    this.hidden = hidden;
    this.lanes = lanes;
    this.steps = steps;
    this.threshold = threshold;
  }

  public static void main(String[] args) {
    int[] sizes = {10_000, 200, 20, 35, 12};
    double threshold = SoftmaxSettings.usual().gradientThreshold();
    for (int i = 0; i < Math.min(args.length, sizes.length); i++) {
      sizes[i] = Integer.parseInt(args[i]);
    }
    if (args.length > sizes.length) {
      threshold = Double.parseDouble(args[sizes.length]);
    }
    new StepProfile(sizes[0], sizes[1], sizes[2], sizes[3], threshold).run(sizes[4]);
  }

  private void run(int seconds) {
    double step = step(seconds);
    int rows = lanes * steps;
    int gates = 4 * hidden;
    peak = 2.0 * SQUARE * SQUARE * SQUARE / product(Form.AB, SQUARE, SQUARE, SQUARE) / 1e6;
    System.out.printf("sgemm of %1$d x %1$d x %1$d: %2$.1f GFLOP/s%n", SQUARE, peak);
    System.out.printf("%-44s %9s %9s %9s%n", "products of a step", "ms", "GFLOP/s", "of that");
    int blocks = Math.max(1, words / 1024);
    int block = words / blocks;
    product("softmax, scores", Form.ABT, rows, block, hidden, blocks);
    boolean sparse = SoftmaxSizes.isSparse(threshold, words);
    if (!sparse) {
      product("softmax, to weights", Form.ATB, block, hidden, rows, blocks);
      product("softmax, to outputs", Form.AB, rows, hidden, block, blocks);
    }
    product("layers, inputs", Form.ABT, rows, gates, hidden, 2);
    product("layers, to weights", Form.ATB, gates, hidden, rows, 4);
    product("layers, to inputs", Form.AB, rows, hidden, gates, 2);
    panels("layers, recurrence", hidden, gates, 2 * steps);
    panels("layers, recurrence back", gates, hidden, 2 * (steps - 1));
    System.out.printf("%-44s %9.1f%n", "all products", products);
    loops(rows);
    System.out.printf("%-44s %9.1f%n", "the rest (gates, softmax, update)", step - products);
    double flops = (sparse ? 2.0 : 6.0) * rows * hidden * words + 48.0 * rows * hidden * hidden * 2;
    System.out.printf(
        "%-44s %9.1f GFLOP/s, %.0f %% of the square product%n",
        "a step's multiplications and additions",
        flops / step / 1e6,
        100 * flops / step / 1e6 / peak);
    System.out.printf("%-44s %9.1f%n", "a step", step);
    System.out.printf(
        "2 x %d, %d words, %d x %d: %.0f tokens/s on one core%n",
        hidden, words, lanes, steps, rows / step * 1e3);
  }

  /** Milliseconds, the median of a second's steps each, best of the rounds. */
  private double step(int seconds) {
    NetworkShape shape = new NetworkShape(words, hidden, hidden, 2, Cell.LSTM, SoftmaxKind.FULL);
    Parameters parameters = new Parameters(shape);
    new InitialWeights(0.1, 1).draw(parameters, 1);
    trained = parameters;
    long[] counts = new long[words];
    for (int id = 0; id < words; id++) {
      counts[id] = 1_000_000 / (id + 1);
    }
    InitialWeights.startAtFrequencies(parameters, counts);
    Replica replica =
        Replica.of(
            parameters,
            lanes,
            steps,
            5,
            OptimizerSettings.plain(),
            RegularizationSettings.none(),
            threshold);
    Minibatch[] minibatches = new Minibatch[16];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < minibatches.length; i++) {
      minibatches[i] = new Minibatch(lanes, steps, zipf(random), zipf(random));
    }
    double best = Double.MAX_VALUE;
    int number = 0;
    for (int second = 0; second < seconds; second++) {
      long start = System.nanoTime();
      int count = 0;
      while (System.nanoTime() - start < 1e9) {
        replica.step(minibatches[number++ % minibatches.length], 0.1, number);
        count++;
      }
      double ms = (System.nanoTime() - start) / 1e6 / count;
      System.out.printf("%.1f ", ms);
      best = Math.min(best, ms);
    }
    System.out.println("ms a step, second by second");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 5; i++) {
      replica.step(minibatches[i], 0.1, i);
    }
    System.out.printf(
        "%d bytes of garbage a step%n", (threads.getCurrentThreadAllocatedBytes() - before) / 5);
    return best;
  }

  private int[] zipf(SplittableRandom random) {
    int[] ids = new int[lanes * steps];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) Math.pow(words, random.nextDouble()) - 1;
    }
    return ids;
  }

  private void panels(String name, int k, int n, int times) {
    float[] a = new float[lanes * k];
    float[] panels = new float[Panels.length(k, n)];
    float[] room = new float[ActivationKernel.ROOM];
    float[] c = new float[lanes * n];
    double ms = ms(() -> KERNEL.addProduct(a, 0, lanes, k, panels, c, 0, n, room));
    products += ms * times;
    System.out.printf(
        "%-44s %9.2f %9.1f %7.0f %%%n",
        "%s, %d of %d x %d x %d".formatted(name, times, lanes, n, k),
        ms * times,
        2.0 * lanes * n * k / ms / 1e6,
        100 * 2.0 * lanes * n * k / ms / 1e6 / peak);
  }

  /** The loops beside products, over data that is not in cache where a step's is not. */
  private void loops(int rows) {
    float[] scores = new float[rows * words];
    float[] bias = new float[words];
    loop("softmax, highest", () -> rows(rows, at -> KERNEL.highestSum(scores, at, bias, 0, words)));
    loop(
        "softmax, exponentials",
        () -> rows(rows, at -> KERNEL.exponentials(scores, at, bias, 0, 0, words)));
    softmax(rows);
    int parameters = 2 * words * hidden + 16 * hidden * hidden;
    float[] values = new float[parameters];
    float[] gradient = new float[parameters];
    loop("norm", () -> KERNEL.squares(gradient, 0, words * hidden + 16 * hidden * hidden));
    loop(
        "update",
        () -> KERNEL.axpy(0, gradient, 0, values, 0, words * hidden + 16 * hidden * hidden));
    float[] gates = new float[4 * hidden];
    float[] cell = new float[2 * hidden];
    float[] h = new float[hidden];
    float[] s = new float[hidden];
    loop(
        "gates",
        () -> {
          for (int i = 0; i < 2 * rows; i++) {
            KERNEL.lstmForward(gates, 0, cell, 0, hidden, s, 0, h, 0, hidden);
          }
        });
    loop(
        "gates back",
        () -> {
          for (int i = 0; i < 2 * rows; i++) {
            KERNEL.lstmBackward(gates, 0, cell, 0, s, 0, h, 0, cell, hidden, hidden);
          }
        });
  }

  /** The whole layer, of the step's parameters after its steps. */
  private void softmax(int rows) {
    float[] outputs = new float[rows * hidden];
    int[] labels = zipf(new SplittableRandom(2));
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = (float) (random.nextDouble() - 0.5);
    }
    float[] toOutputs = new float[outputs.length];
    double[] losses = new double[rows];
    FullSoftmax layer = FullSoftmax.of(trained, rows, threshold);
    loop("softmax, forth", () -> layer.losses(outputs, rows, labels, losses));
    loop(
        "softmax, forth and back",
        () -> layer.train(outputs, rows, labels, 1f / lanes, toOutputs, 1));
    System.out.printf("%-44s %9d%n", "words kept of a row", layer.kept() / rows);
  }

  private void rows(int rows, IntConsumer row) {
    for (int i = 0; i < rows; i++) {
      row.accept(i * words);
    }
  }

  private void loop(String name, Runnable loop) {
    System.out.printf("%-44s %9.2f%n", name, ms(loop));
  }

  private static double ms(Runnable work) {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      int count = 0;
      long start = System.nanoTime();
      while (System.nanoTime() - start < 1e8) {
        work.run();
        count++;
      }
      best = Math.min(best, (System.nanoTime() - start) / 1e6 / count);
    }
    return best;
  }

  private void product(String name, Form form, int m, int n, int k, int times) {
    double best = product(form, m, n, k);
    products += best * times;
    System.out.printf(
        "%-44s %9.2f %9.1f %7.0f %%%n",
        "%s, %d of %d x %d x %d".formatted(name, times, m, n, k),
        best * times,
        2.0 * m * n * k / best / 1e6,
        100 * 2.0 * m * n * k / best / 1e6 / peak);
  }

  /** Milliseconds of one. */
  private static double product(Form form, int m, int n, int k) {
    float[] a = new float[m * k];
    float[] b = new float[k * n];
    float[] c = new float[m * n];
    int aLead = form == Form.ATB ? m : k;
    int bLead = form == Form.ABT ? k : n;
    return ms(() -> PRODUCTS.multiply(form, m, n, k, a, 0, aLead, b, 0, bLead, 0, c, 0, n));
  }
}
