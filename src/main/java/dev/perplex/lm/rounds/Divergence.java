package dev.perplex.lm.rounds;

import java.util.List;

/** Which workers of a round ran away, and are left out of its mean. */
public final class Divergence {
  /** Times the median norm that a change may have. */
  static final double BOUND = 5;

  private Divergence() {}

  /**
   * Those whose change is not finite, or whose norm is over five times the median of the finite
   * ones (the lower of the two in the middle, so that one of two workers can be found out).
   *
   * @return by worker, whether it is left out
   */
  public static boolean[] leftOut(List<WorkerFigures> workers) {
    double[] norms =
        workers.stream()
            .filter(WorkerFigures::isFinite)
            .mapToDouble(WorkerFigures::norm)
            .sorted()
            .toArray();
    boolean[] left = new boolean[workers.size()];
    for (int worker = 0; worker < left.length; worker++) {
      WorkerFigures figures = workers.get(worker);
      left[worker] = !figures.isFinite() || figures.norm() > BOUND * norms[(norms.length - 1) / 2];
    }
    return left;
  }
}
