package dev.perplex.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pairs of words by the first two principal components of their vectors, as figure 2 of Mikolov et
 * al. 2013 ("Distributed Representations of Words and Phrases") shows countries and capitals.
 *
 * @param asked pairs of {@code report.pca-words}
 * @param known those of which both words have a trained vector
 * @param missing words without one, in that order
 * @param pairs those known; none where they are fewer than {@link #FEWEST}
 * @param varianceX share of the variance of the words' vectors that the first component shows
 * @param varianceY that the second one shows
 * @param offsetCosine mean cosine, over any two pairs, of their differences (second word minus
 *     first) in all dimensions: 1 where all pairs are parallel, 0 where they have nothing in common
 */
public record WordPairs(
    int asked,
    int known,
    List<String> missing,
    List<Pair> pairs,
    double varianceX,
    double varianceY,
    double offsetCosine) {
  /** Two points span a line whatever they are: fewer pairs make no picture. */
  public static final int FEWEST = 3;

  /** A pair with the places of its words. */
  public record Pair(WordPoint first, WordPoint second) {}

  private record Ids(int first, int second) {}

  static WordPairs of(List<WordPair> asked, VectorRows vectors) {
    Map<Integer, double[]> rows = rows(asked, vectors);
    Set<String> missing = new LinkedHashSet<>();
    List<Ids> known = new ArrayList<>();
    for (WordPair pair : asked) {
      Ids ids = new Ids(id(pair.first(), vectors), id(pair.second(), vectors));
      if (!rows.containsKey(ids.first())) {
        missing.add(pair.first());
      }
      if (!rows.containsKey(ids.second())) {
        missing.add(pair.second());
      }
      if (rows.containsKey(ids.first()) && rows.containsKey(ids.second())) {
        known.add(ids);
      }
    }
    if (known.size() < FEWEST) {
      return new WordPairs(asked.size(), known.size(), List.copyOf(missing), List.of(), 0, 0, 0);
    }
    return placed(asked.size(), List.copyOf(missing), known, rows, vectors);
  }

  private static WordPairs placed(
      int asked,
      List<String> missing,
      List<Ids> known,
      Map<Integer, double[]> rows,
      VectorRows vectors) {
    Map<Integer, double[]> drawn = new LinkedHashMap<>(); // each word once, though in two pairs
    List<double[]> offsets = new ArrayList<>();
    for (Ids ids : known) {
      drawn.put(ids.first(), rows.get(ids.first()));
      drawn.put(ids.second(), rows.get(ids.second()));
      offsets.add(difference(rows.get(ids.second()), rows.get(ids.first())));
    }
    PrincipalComponents components =
        PrincipalComponents.of(drawn.values().toArray(double[][]::new), 2);
    Map<Integer, WordPoint> points = new LinkedHashMap<>();
    double[][] places = components.coordinates();
    for (int id : drawn.keySet()) {
      double[] place = places[points.size()];
      points.put(id, WordPoint.of(vectors.word(id), place[0], place[1]));
    }
    return new WordPairs(
        asked,
        known.size(),
        missing,
        known.stream()
            .map(ids -> new Pair(points.get(ids.first()), points.get(ids.second())))
            .toList(),
        components.share(0),
        components.share(1),
        meanCosine(offsets));
  }

  /** The vectors of all words asked for that have been trained, by id. */
  private static Map<Integer, double[]> rows(List<WordPair> asked, VectorRows vectors) {
    int[] ids =
        asked.stream()
            .flatMap(pair -> List.of(pair.first(), pair.second()).stream())
            .mapToInt(word -> id(word, vectors))
            .filter(id -> id >= 0)
            .distinct()
            .toArray();
    Map<Integer, double[]> rows = new LinkedHashMap<>();
    float[][] read = vectors.rows(ids);
    for (int i = 0; i < ids.length; i++) {
      if (Rows.isTrained(read[i])) {
        rows.put(ids[i], Rows.doubles(read[i]));
      }
    }
    return rows;
  }

  /** As spelled, or with a capital where the vocabulary keeps the letter case of names. */
  private static int id(String word, VectorRows vectors) {
    int id = vectors.id(word);
    int first = word.codePointAt(0);
    return id >= 0
        ? id
        : vectors.id(
            Character.toString(Character.toTitleCase(first))
                + word.substring(Character.charCount(first)));
  }

  private static double[] difference(double[] one, double[] other) {
    double[] difference = one.clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= other[i];
    }
    return difference;
  }

  private static double meanCosine(List<double[]> offsets) {
    double sum = 0;
    for (int i = 0; i < offsets.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += Rows.cosine(offsets.get(i), offsets.get(j));
      }
    }
    return sum / (offsets.size() * (offsets.size() - 1) / 2.0);
  }
}
