package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How the next token is drawn from what a model expects: first the temperature, then the top k,
 * then the nucleus (Holtzman et al. 2020, arXiv 1904.09751, section 3.1), each on what the one
 * before left, made to sum to 1 again. All of it is a pure function; ties go to the lower id.
 *
 * @param temperature divides the logarithms: 1 = the model's own, less = bolder choices fewer; 0 =
 *     always the most probable token
 * @param topK how many of the most probable tokens may come; 0 = all
 * @param topP the most probable tokens that together have this probability may come, the one that
 *     reaches it included; 1 = all
 */
public record Sampling(double temperature, int topK, double topP) {
  /** The model's own probabilities. */
  public static final Sampling PLAIN = new Sampling(1, 0, 1);

  public Sampling {
    Check.that(
        temperature >= 0 && temperature < Double.POSITIVE_INFINITY,
        "temperature",
        temperature,
        "is below 0");
    Check.atLeast("top-k", topK, 0);
    Check.that(topP > 0 && topP <= 1, "top-p", topP, "is not in (0, 1]");
  }

  /**
   * What is drawn from.
   *
   * @param logProbabilities [vocabulary], natural logarithms
   * @param never tokens that must not come
   * @return [vocabulary] probabilities, which sum to 1
   * @throws IllegalArgumentException where no token may come
   */
  public double[] distribution(float[] logProbabilities, IntPredicate never) {
    double[] shares = new double[logProbabilities.length];
    int best = -1;
    for (int id = 0; id < shares.length; id++) {
      if (!never.test(id) && (best < 0 || logProbabilities[id] > logProbabilities[best])) {
        best = id;
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException("no token is allowed");
    }
    if (temperature == 0) {
      shares[best] = 1;
      return shares;
    }
    for (int id = 0; id < shares.length; id++) {
      // The highest is taken out first, so that a low temperature overflows nothing.
      double lead = (double) logProbabilities[id] - logProbabilities[best];
      shares[id] = never.test(id) ? 0 : Math.exp(lead / temperature);
    }
    normalize(shares);
    if ((topK > 0 && topK < shares.length) || topP < 1) {
      cut(shares);
    }
    return shares;
  }

  private void cut(double[] shares) {
    int[] order =
        IntStream.range(0, shares.length)
            .filter(id -> shares[id] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer id) -> -shares[id])) // stable: ties by id
            .mapToInt(Integer::intValue)
            .toArray();
    int kept = topK == 0 ? order.length : Math.min(topK, order.length);
    double room = 0;
    for (int i = 0; i < kept; i++) {
      room += shares[order[i]];
    }
    double sum = 0;
    for (int i = 0; i < kept && topP < 1; i++) {
      sum += shares[order[i]];
      if (sum >= topP * room) {
        kept = i + 1;
      }
    }
    for (int i = kept; i < order.length; i++) {
      shares[order[i]] = 0;
    }
    normalize(shares);
  }

  private static void normalize(double[] shares) {
    double sum = Arrays.stream(shares).sum();
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
  }

  /**
   * The token at a place of the probabilities laid end to end.
   *
   * @param probabilities which sum to 1, up to rounding
   * @param place in [0, 1)
   */
  public static int draw(double[] probabilities, double place) {
    double sum = 0;
    int last = -1;
    for (int id = 0; id < probabilities.length; id++) {
      if (probabilities[id] > 0) {
        sum += probabilities[id];
        last = id;
        if (place < sum) {
          return id;
        }
      }
    }
    return last; // rounding left the sum below the place
  }
}
