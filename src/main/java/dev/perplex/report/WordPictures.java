package dev.perplex.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The pictures of words, drawn. */
final class WordPictures {
  private static final double WIDTH = 920; // pixels of the page's text
  private static final double PAIR_SIZE = 14; // of the font, as the page's style has it
  private static final double MAP_SIZE = 10;

  private WordPictures() {}

  /** Pairs, each joined by a line; the first word a full dot, the second a ring. */
  static String pairs(WordPairs pairs) {
    Map<WordPoint, String> styles = new LinkedHashMap<>();
    pairs.pairs().forEach(pair -> styles.putIfAbsent(pair.first(), "first"));
    pairs.pairs().forEach(pair -> styles.putIfAbsent(pair.second(), "second"));
    Frame frame = Frame.of(List.copyOf(styles.keySet()), WIDTH, 240, 640, 60);
    Svg picture = frame.picture();
    for (WordPairs.Pair pair : pairs.pairs()) {
      picture.line("join", frame.spot(pair.first()), frame.spot(pair.second()));
    }
    Labels labels = new Labels(picture.width(), picture.height());
    styles.keySet().forEach(each -> labels.keepFree(frame.spot(each).x(), frame.spot(each).y(), 4));
    styles.forEach(
        (point, style) -> {
          picture.dot(style, frame.spot(point), 4, point.word());
          label(picture, labels, point.word(), frame.spot(point), "word", PAIR_SIZE, 7);
        });
    return picture.figure(
        "Pairs of words by the first two principal components of their vectors",
        String.format(
            Locale.ROOT,
            "The two components show %.0f %% and %.0f %% of the variance of these words' vectors."
                + " Lines that run alike are not proof: in all dimensions the mean cosine between"
                + " two pairs' differences is %.2f (1: parallel, 0: nothing in common).",
            100 * pairs.varianceX(),
            100 * pairs.varianceY(),
            pairs.offsetCosine()));
  }

  static String map(WordMap map) {
    Frame frame = Frame.of(map.points(), WIDTH, 400, 920, 24);
    Svg picture = frame.picture();
    Labels labels = new Labels(picture.width(), picture.height());
    int shown = 0;
    for (WordPoint point : map.points()) {
      picture.dot("word-dot", frame.spot(point), 2, point.word());
    }
    for (WordPoint point : map.points()) {
      if (label(picture, labels, point.word(), frame.spot(point), "small word", MAP_SIZE, 3.5)) {
        shown++;
      }
    }
    return picture.figure(
        "Map of frequent words by t-SNE of their vectors",
        String.format(
            Locale.ROOT,
            "%,d words by t-SNE (perplexity %.0f, %,d iterations, divergence %.3f nats), without"
                + " the %,d most frequent. Near words are used alike; far distances and the axes"
                + " mean little. Trustworthiness of the %d nearest: %.3f (1: all of them are near"
                + " by vector too; about 0.5: chance). %,d words are written out, the more frequent"
                + " first; rest on a dot to read the others.",
            map.points().size(),
            map.perplexity(),
            map.iterations(),
            map.divergence(),
            map.skipped(),
            map.near(),
            map.trustworthiness(),
            shown));
  }

  private static boolean label(
      Svg picture,
      Labels labels,
      String word,
      Svg.Spot spot,
      String style,
      double size,
      double gap) {
    Optional<Labels.Place> place = labels.place(word, spot.x(), spot.y(), size, gap);
    place.ifPresent(at -> picture.words(style, at.x(), at.y(), at.anchor(), word));
    return place.isPresent();
  }
}
