package dev.perplex.ngram;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * How an n-gram model is estimated.
 *
 * @param order words of the longest n-gram
 * @param smoothing how mass is kept for what was not seen
 * @param k what add-k adds to each count
 * @param prune counts up to which n-grams are dropped, an entry an order from 1 up; the last holds
 *     for the orders above
 * @param arpa whether an ARPA file lies beside the model
 */
public record NgramSettings(
    int order, Smoothing smoothing, double k, List<Integer> prune, ArpaForm arpa)
    implements Serializable {

  /** More words than anybody's contexts repeat. */
  private static final int LONGEST = 64;

  /** How an ARPA file is written. */
  public enum ArpaForm {
    NONE,
    PLAIN,
    GZ
  }

  public NgramSettings {
    Check.atLeast("order", order, 1);
    Check.atMost("order", order, LONGEST);
    Check.positive("k", k);
    Check.that(!prune.isEmpty(), "prune", prune, "is empty; [0] drops nothing");
    Check.that(prune.get(0) == 0, "prune", prune, "drops words: the first entry must be 0");
    Check.that(
        prune.size() <= order || order == 1, "prune", prune, "has more entries than ngram.order");
    for (int i = 1; i < prune.size(); i++) {
      Check.that(
          prune.get(i) >= prune.get(i - 1),
          "prune",
          prune,
          "falls: an n-gram would be kept whose shorter ones are dropped");
    }
    boolean prunes = prune.get(prune.size() - 1) > 0;
    Check.that(
        !(prunes && smoothing == Smoothing.ADD_K),
        "prune",
        prune,
        "drops counts that add-k has no way to make up for");
    Check.that(
        smoothing.backsOff() || arpa == ArpaForm.NONE,
        "arpa",
        arpa.name().toLowerCase(Locale.ROOT),
        "asks for a file that a model without back-off cannot be written as");
    prune = List.copyOf(prune);
  }

  /** The largest count of this order that is dropped; 0 where none is. */
  public int pruned(int n) {
    return prune.get(Math.min(n, prune.size()) - 1);
  }
}
