package dev.perplex.text;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a text looks like from afar: shares of scripts and kinds of characters, and of the most
 * frequent letter trigrams, which tell languages apart (Cavnar and Trenkle 1994).
 *
 * @param characters that were read
 * @param kinds share of each script among all characters, for letters; of digits, marks and so on
 *     for others
 * @param trigrams share of each of the most frequent trigrams among all: three letters in lower
 *     case, with one blank for all that stands between words
 */
public record TextProfile(
    long characters, Map<String, Double> kinds, Map<String, Double> trigrams) {
  private static final int KEPT = 300; // trigrams
  private static final int REPLACEMENT = 0xFFFD; // what stands for bytes that no encoding knows

  public TextProfile {
    kinds = new TreeMap<>(kinds);
    trigrams = new TreeMap<>(trigrams);
  }

  /** Counts, to which texts are added. */
  public static final class Counts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Map<String, Long> kinds = new HashMap<>();
    private final Map<String, Long> trigrams = new HashMap<>();
    private long characters;

    public void add(String text) {
      StringBuilder letters = new StringBuilder(" ");
      for (int at = 0; at < text.length(); ) {
        int point = text.codePointAt(at);
        at += Character.charCount(point);
        characters++;
        kinds.merge(kind(point), 1L, Long::sum);
        if (Character.isLetter(point)) {
          letters.appendCodePoint(Character.toLowerCase(point));
        } else if (letters.charAt(letters.length() - 1) != ' ') {
          letters.append(' ');
        }
      }
      if (letters.charAt(letters.length() - 1) != ' ') {
        letters.append(' ');
      }
      for (int at = 0; at + 3 <= letters.length(); at++) {
        boolean cut =
            letters.charAt(at + 1) == ' '
                || Character.isLowSurrogate(letters.charAt(at))
                || Character.isHighSurrogate(letters.charAt(at + 2));
        if (!cut) { // of two words, or half a character
          trigrams.merge(letters.substring(at, at + 3), 1L, Long::sum);
        }
      }
    }

    /** Adds another's counts. */
    public void add(Counts other) {
      other.kinds.forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
      other.trigrams.forEach((trigram, count) -> trigrams.merge(trigram, count, Long::sum));
      characters += other.characters;
    }

    public long characters() {
      return characters;
    }

    public TextProfile profile() {
      Map<String, Long> frequent =
          trigrams.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(KEPT)
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      return new TextProfile(
          characters, shares(kinds, sum(kinds)), shares(frequent, sum(trigrams)));
    }

    private static long sum(Map<String, Long> counts) {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Double> shares(Map<String, Long> counts, long all) {
      Map<String, Double> shares = new TreeMap<>();
      counts.forEach((name, count) -> shares.put(name, (double) count / Math.max(1, all)));
      return shares;
    }
  }

  private static String kind(int point) {
    if (point == REPLACEMENT) {
      return "replacement";
    }
    if (Character.isLetter(point)) {
      return Character.UnicodeScript.of(point).name().toLowerCase(Locale.ROOT);
    }
    if (Character.isDigit(point)) {
      return "digit";
    }
    if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
      return "space";
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.UNASSIGNED ->
          "control";
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          "mark";
      default -> "punctuation";
    };
  }

  /** Total variation distance between the kinds of characters: 0 the same, 1 none in common. */
  public double kindDistance(TextProfile other) {
    double sum = 0;
    for (String kind : union(kinds, other.kinds)) {
      sum += Math.abs(kinds.getOrDefault(kind, 0.0) - other.kinds.getOrDefault(kind, 0.0));
    }
    return sum / 2;
  }

  /**
   * Jensen-Shannon divergence between the trigrams, in bits: 0 the same, 1 none in common. All
   * trigrams that are not among the frequent ones count as one.
   */
  public double trigramDivergence(TextProfile other) {
    double divergence = part(rest(trigrams), rest(other.trigrams));
    for (String trigram : union(trigrams, other.trigrams)) {
      divergence +=
          part(trigrams.getOrDefault(trigram, 0.0), other.trigrams.getOrDefault(trigram, 0.0));
    }
    return Math.min(1, Math.max(0, divergence));
  }

  private static double rest(Map<String, Double> shares) {
    return Math.max(0, 1 - shares.values().stream().mapToDouble(Double::doubleValue).sum());
  }

  private static double part(double p, double q) {
    double mean = (p + q) / 2;
    return (p == 0 ? 0 : p * log2(p / mean) / 2) + (q == 0 ? 0 : q * log2(q / mean) / 2);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  private static Set<String> union(Map<String, Double> one, Map<String, Double> other) {
    Set<String> all = new TreeSet<>(one.keySet());
    all.addAll(other.keySet());
    return all;
  }
}
