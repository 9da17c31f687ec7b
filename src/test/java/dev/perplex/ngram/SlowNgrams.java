package dev.perplex.ngram;

import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The formulas again, word for word, with maps of lists and recursion: the specification. */
final class SlowNgrams {
  private static final int START = -1;

  private final NgramSettings settings;
  private final int vocabulary;
  private final Map<List<Integer>, Long> plain = new HashMap<>();
  private final Map<List<Integer>, Set<Integer>> before = new HashMap<>();
  private final Map<List<Integer>, Set<Integer>> after = new HashMap<>();

  SlowNgrams(int[] ids, int vocabulary, NgramSettings settings) {
    this.settings = settings;
    this.vocabulary = vocabulary;
    List<Integer> sentence = new ArrayList<>(List.of(START));
    for (int id : ids) {
      sentence.add(id);
      if (id == Vocabulary.EOS_ID) {
        count(sentence);
        sentence = new ArrayList<>(List.of(START));
      }
    }
    count(sentence);
  }

  private void count(List<Integer> sentence) {
    for (int end = 2; end <= sentence.size(); end++) {
      for (int n = 1; n <= settings.order() && n <= end; n++) {
        List<Integer> gram = List.copyOf(sentence.subList(end - n, end));
        plain.merge(gram, 1L, Long::sum);
        after.computeIfAbsent(gram.subList(0, n - 1), key -> new HashSet<>()).add(gram.get(n - 1));
        if (end > n) {
          before.computeIfAbsent(gram, key -> new HashSet<>()).add(sentence.get(end - n - 1));
        }
      }
    }
  }

  private long adjusted(List<Integer> gram) {
    boolean continuations =
        settings.smoothing().countsContinuations()
            && gram.size() < settings.order()
            && gram.get(0) != START;
    if (continuations) {
      return before.getOrDefault(gram, Set.of()).size();
    }
    return plain.getOrDefault(gram, 0L);
  }

  private boolean dropped(List<Integer> gram) {
    return plain.get(gram) <= settings.pruned(gram.size());
  }

  private long number(int n, int count) {
    return plain.keySet().stream()
        .filter(gram -> gram.size() == n && adjusted(gram) == count)
        .count();
  }

  double discount(int n, long count) {
    double n1 = number(n, 1);
    double y = n1 / (n1 + 2 * number(n, 2));
    double one = y > 0 && y < 1 ? y : .5;
    return switch (settings.smoothing()) {
      case KNESER_NEY, ABSOLUTE -> one;
      case MODIFIED_KNESER_NEY -> {
        boolean sound = true;
        double[] three = new double[4];
        for (int c = 1; c <= 3; c++) {
          three[c] = c - (c + 1) * y * number(n, c + 1) / number(n, c);
          sound &= three[c] > 0 && three[c] <= c;
        }
        yield sound ? three[(int) Math.min(3, count)] : Math.min(3, count) / 2.0;
      }
      case KATZ -> {
        double cut = 6 * number(n, 6) / n1;
        boolean sound = true;
        double[] shares = new double[6];
        for (int r = 1; r <= 5; r++) {
          double turing = (r + 1.0) * number(n, r + 1) / number(n, r);
          shares[r] = (turing / r - cut) / (1 - cut);
          sound &= shares[r] > 0 && shares[r] < 1;
        }
        yield !sound ? one : count > 5 ? 0 : count * (1 - shares[(int) count]);
      }
      case ADD_K -> throw new IllegalStateException();
    };
  }

  /**
   * The probability of a word.
   *
   * @param history in the order of the text, -1 for a sentence's start
   */
  double probability(List<Integer> history, int word) {
    int from = Math.max(0, history.size() - settings.order() + 1);
    List<Integer> context = history.subList(from, history.size());
    return settings.smoothing() == Smoothing.ADD_K ? added(context, word) : of(context, word);
  }

  private double added(List<Integer> context, int word) {
    long all = 0;
    for (int each : after.getOrDefault(context, Set.of())) {
      all += plain.get(gram(context, each));
    }
    return (plain.getOrDefault(gram(context, word), 0L) + settings.k())
        / (all + settings.k() * vocabulary);
  }

  private double of(List<Integer> context, int word) {
    int n = context.size() + 1;
    Set<Integer> seen = after.getOrDefault(context, Set.of());
    if (seen.isEmpty()) {
      return of(context.subList(1, context.size()), word);
    }
    if (settings.smoothing() == Smoothing.KATZ && n > 1) {
      return katz(context, word);
    }
    double all = 0;
    double taken = 0;
    for (int each : seen) {
      List<Integer> gram = gram(context, each);
      all += adjusted(gram);
      taken += dropped(gram) ? adjusted(gram) : discount(n, adjusted(gram));
    }
    if (taken == 0) {
      return (adjusted(gram(context, word)) + 1.0 / vocabulary) / (all + 1);
    }
    double lower = n == 1 ? 1.0 / vocabulary : of(context.subList(1, context.size()), word);
    double own = 0;
    if (seen.contains(word) && !dropped(gram(context, word))) {
      long count = adjusted(gram(context, word));
      own = count - discount(n, count);
    }
    return own / all + taken / all * lower;
  }

  private double katz(List<Integer> context, int word) {
    List<Integer> shorter = context.subList(1, context.size());
    double all = 0;
    double kept = 0;
    double lower = 0;
    int words = 0;
    for (int each : after.get(context)) {
      List<Integer> gram = gram(context, each);
      all += plain.get(gram);
      if (!dropped(gram)) {
        kept += plain.get(gram) - discount(gram.size(), plain.get(gram));
        lower += of(shorter, each);
        words++;
      }
    }
    if (words == 0) {
      return of(shorter, word);
    }
    boolean complete = words == vocabulary;
    double sum = complete ? kept : kept < all ? all : all + 1;
    List<Integer> gram = gram(context, word);
    if (plain.containsKey(gram) && !dropped(gram)) {
      return (plain.get(gram) - discount(gram.size(), plain.get(gram))) / sum;
    }
    return (1 - kept / sum) / (1 - lower) * of(shorter, word);
  }

  private static List<Integer> gram(List<Integer> context, int word) {
    List<Integer> gram = new ArrayList<>(context);
    gram.add(word);
    return gram;
  }
}
