package dev.perplex.report;

/**
 * t-SNE in two dimensions, exact (van der Maaten and Hinton 2008): points are laid out so that
 * Student-t neighbourhoods in the plane are like the Gaussian ones in space, by gradient descent on
 * the Kullback-Leibler divergence of the two.
 *
 * <p>Nothing is drawn by lot: the start is given (the first two principal components, which keeps
 * far clusters where they belong; Kobak and Berens 2019), and only additions, products, divisions
 * and square roots follow. So equal input gives equal bits on every machine.
 */
final class Tsne {
  /** Iterations with attraction enlarged, so that clusters form before they drift apart. */
  static final int EARLY = 250;

  private static final double EXAGGERATION = 12; // factor on attraction in those
  private static final double EARLY_MOMENTUM = 0.5;
  private static final double MOMENTUM = 0.8;
  private static final double LEAST_RATE = 50;
  private static final double LEAST_GAIN = 0.01;
  private static final double START_SPREAD = 1e-4; // standard deviation of the first coordinate

  private final Affinities affinities;
  private final int points;
  private final double[] attraction; // [points * 2]
  private final double[] repulsion; // [points * 2], before division by the sum of all kernels

  private Tsne(Affinities affinities) {
    this.affinities = affinities;
    this.points = affinities.points();
    this.attraction = new double[2 * points];
    this.repulsion = new double[2 * points];
  }

  /**
   * Where the points lie after so many steps, [points * 2], x and y in turn.
   *
   * @param start [points][2 or more], of any scale
   */
  static double[] layout(Affinities affinities, double[][] start, int iterations) {
    return new Tsne(affinities).descend(scaled(start), iterations);
  }

  /**
   * The divergence's gradient by the places (eq. 5), [points * 2].
   *
   * @param places [points * 2]
   */
  static double[] gradient(Affinities affinities, double[] places) {
    double[] gradient = new double[places.length];
    new Tsne(affinities).gradient(places, 1, gradient);
    return gradient;
  }

  /** The Kullback-Leibler divergence of the plane's neighbourhoods from those of space, nats. */
  static double divergence(Affinities affinities, double[] places) {
    int points = affinities.points();
    double all = 0;
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < i; j++) {
        all += 2 * kernel(places, i, j);
      }
    }
    double divergence = 0;
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < i; j++) {
        double p = affinities.joint(i, j);
        if (p > 0) {
          divergence += 2 * p * StrictMath.log(p * all / kernel(places, i, j));
        }
      }
    }
    return divergence;
  }

  private static double kernel(double[] places, int one, int other) {
    double dx = places[2 * one] - places[2 * other];
    double dy = places[2 * one + 1] - places[2 * other + 1];
    return 1 / (1 + dx * dx + dy * dy);
  }

  private static double[] scaled(double[][] start) {
    double squares = 0;
    for (double[] point : start) {
      squares += point[0] * point[0];
    }
    double scale = squares > 0 ? START_SPREAD / Math.sqrt(squares / start.length) : 0;
    double[] places = new double[2 * start.length];
    for (int i = 0; i < start.length; i++) {
      places[2 * i] = scale * start[i][0];
      places[2 * i + 1] = scale * start[i][1];
    }
    return places;
  }

  private double[] descend(double[] places, int iterations) {
    double rate = Math.max(LEAST_RATE, points / EXAGGERATION / 4); // Belkina et al. 2019
    double[] gradient = new double[places.length];
    double[] change = new double[places.length];
    double[] gains = new double[places.length];
    java.util.Arrays.fill(gains, 1);
    for (int iteration = 0; iteration < iterations; iteration++) {
      boolean early = iteration < EARLY;
      gradient(places, early ? EXAGGERATION : 1, gradient);
      double momentum = early ? EARLY_MOMENTUM : MOMENTUM;
      for (int c = 0; c < places.length; c++) {
        boolean onward = gradient[c] * change[c] < 0;
        gains[c] = Math.max(LEAST_GAIN, onward ? gains[c] + 0.2 : gains[c] * 0.8); // Jacobs 1988
        change[c] = momentum * change[c] - rate * gains[c] * gradient[c];
        places[c] += change[c];
      }
      centre(places);
    }
    return places;
  }

  /**
   * One pass over the pairs: attraction is known at once, repulsion up to the sum of all kernels,
   * by which it is divided at the end.
   */
  private void gradient(double[] places, double exaggeration, double[] gradient) {
    java.util.Arrays.fill(attraction, 0);
    java.util.Arrays.fill(repulsion, 0);
    double[] joint = affinities.joints();
    double all = 0;
    for (int i = 0; i < points; i++) {
      double x = places[2 * i];
      double y = places[2 * i + 1];
      double pullX = 0;
      double pullY = 0;
      double pushX = 0;
      double pushY = 0;
      for (int j = 0; j < i; j++) {
        double dx = x - places[2 * j];
        double dy = y - places[2 * j + 1];
        double kernel = 1 / (1 + dx * dx + dy * dy);
        all += kernel;
        double pull = joint[i * points + j] * kernel;
        double push = kernel * kernel;
        pullX += pull * dx;
        pullY += pull * dy;
        pushX += push * dx;
        pushY += push * dy;
        attraction[2 * j] -= pull * dx;
        attraction[2 * j + 1] -= pull * dy;
        repulsion[2 * j] -= push * dx;
        repulsion[2 * j + 1] -= push * dy;
      }
      attraction[2 * i] += pullX;
      attraction[2 * i + 1] += pullY;
      repulsion[2 * i] += pushX;
      repulsion[2 * i + 1] += pushY;
    }
    double sum = 2 * all; // each pair stands twice in it
    for (int c = 0; c < gradient.length; c++) {
      gradient[c] = 4 * (exaggeration * attraction[c] - repulsion[c] / sum);
    }
  }

  private static void centre(double[] places) {
    double x = 0;
    double y = 0;
    for (int c = 0; c < places.length; c += 2) {
      x += places[c];
      y += places[c + 1];
    }
    int points = places.length / 2;
    for (int c = 0; c < places.length; c += 2) {
      places[c] -= x / points;
      places[c + 1] -= y / points;
    }
  }
}
