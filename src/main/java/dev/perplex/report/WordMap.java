package dev.perplex.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Frequent words on a map: those that are used alike lie near each other. The layout is t-SNE of
 * the vectors made of length 1, so that distances are those of the cosine.
 *
 * @param skipped most frequent words left out, as they are function words for the most part
 * @param perplexity effective neighbours of a word; lower than asked for where words are few
 * @param iterations of the layout
 * @param divergence Kullback-Leibler divergence of the map, nats: what t-SNE makes small
 * @param near how many nearest words {@code trustworthiness} looks at
 * @param trustworthiness 1 where each word's nearest on the map are its nearest by vector, about
 *     0.5 for words thrown at random
 * @param points the more frequent first; none where the vocabulary has too few words
 */
public record WordMap(
    int skipped,
    double perplexity,
    int iterations,
    double divergence,
    int near,
    double trustworthiness,
    List<WordPoint> points) {
  /** Fewer words make no map. */
  public static final int FEWEST = 30;

  private static final int NEAR = 12;
  private static final WordMap NONE = new WordMap(0, 0, 0, 0, 0, 0, List.of());

  /**
   * @return a map without points where the vocabulary has fewer than {@link #FEWEST} words that may
   *     stand on it, or none are asked for
   */
  static WordMap of(MapSettings settings, VectorRows vectors) {
    FrequentWords frequent = FrequentWords.of(settings.words(), settings.skip(), vectors);
    List<double[]> rows = new ArrayList<>();
    List<String> words = new ArrayList<>();
    float[][] read = vectors.rows(frequent.ids().stream().mapToInt(Integer::intValue).toArray());
    for (int i = 0; i < read.length; i++) {
      if (Rows.isTrained(read[i])) {
        rows.add(Rows.unit(read[i]));
        words.add(vectors.word(frequent.ids().get(i)));
      }
    }
    return words.size() < FEWEST
        ? NONE
        : laidOut(settings, frequent.skipped(), words, rows.toArray(double[][]::new));
  }

  private static WordMap laidOut(
      MapSettings settings, int skipped, List<String> words, double[][] rows) {
    // Past a third of the words, there are no far ones left to tell the near ones from.
    double perplexity = Math.min(settings.perplexity(), Math.floor((rows.length - 1) / 3.0));
    SquaredDistances space = SquaredDistances.of(rows);
    Affinities affinities = Affinities.of(space, perplexity);
    double[] places =
        Tsne.layout(
            affinities, PrincipalComponents.of(rows, 2).coordinates(), settings.iterations());
    double[][] flat = new double[rows.length][];
    List<WordPoint> points = new ArrayList<>();
    for (int i = 0; i < flat.length; i++) {
      flat[i] = new double[] {places[2 * i], places[2 * i + 1]};
      points.add(WordPoint.of(words.get(i), flat[i][0], flat[i][1]));
    }
    return new WordMap(
        skipped,
        perplexity,
        settings.iterations(),
        Tsne.divergence(affinities, places),
        NEAR,
        Trustworthiness.of(space, SquaredDistances.of(flat), NEAR),
        List.copyOf(points));
  }
}
