package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.io.Serializable;

/**
 * A neural cache (Grave et al. 2017, arXiv 1612.04426).
 *
 * @param window tokens that it looks back; 0 = no cache
 * @param theta how strongly a like state counts; 0 = all of the window alike
 * @param lambda the cache's share of the probability
 * @param fit whether theta and lambda are these, or the best of a grid
 */
public record CacheSettings(int window, double theta, double lambda, Fit fit)
    implements Serializable {
  public static final CacheSettings NONE = new CacheSettings(0, 0, 0, Fit.NONE);

  /** Where theta and lambda come from. */
  public enum Fit {
    /** The settings. */
    NONE,
    /** A grid, by the loss on the validation split. */
    VALID
  }

  public CacheSettings {
    Check.atLeast("window", window, 0);
    Check.atMost("window", window, 1_000_000);
    Check.that(theta >= 0 && theta < Double.POSITIVE_INFINITY, "theta", theta, "is below 0");
    Check.that(lambda >= 0 && lambda < 1, "lambda", lambda, "is not in [0, 1)");
    Check.that(fit != null, "fit", "null", "is none of none, valid");
  }

  public boolean wanted() {
    return window > 0;
  }

  /** This cache, with other weights. */
  public CacheSettings with(double otherTheta, double otherLambda) {
    return new CacheSettings(window, otherTheta, otherLambda, fit);
  }
}
