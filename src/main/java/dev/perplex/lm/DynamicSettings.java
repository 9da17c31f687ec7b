package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.io.Serializable;

/**
 * Dynamic evaluation by gradient descent (Krause et al. 2018, arXiv 1709.07432, section 3).
 *
 * @param rate learning rate, for a gradient that is summed over the tokens of a stretch; 0 = no
 *     dynamic evaluation
 * @param decay how far the weights go back to the trained ones at each update, a share of the way
 * @param steps tokens of a stretch, through which the gradient flows
 * @param clip bound on the L2 norm of the gradient; 0 = none
 */
public record DynamicSettings(double rate, double decay, int steps, double clip)
    implements Serializable {
  public static final DynamicSettings NONE = new DynamicSettings(0, 0, 20, 0);

  public DynamicSettings {
    Check.that(rate >= 0 && rate < Double.POSITIVE_INFINITY, "rate", rate, "is below 0");
    Check.between("decay", decay, 0, 1);
    Check.atLeast("steps", steps, 1);
    Check.that(clip >= 0 && clip < Double.POSITIVE_INFINITY, "clip", clip, "is below 0");
  }

  public boolean wanted() {
    return rate > 0;
  }
}
