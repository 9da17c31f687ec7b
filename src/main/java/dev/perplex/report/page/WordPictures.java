package dev.perplex.report.page;

import dev.perplex.provenance.Json;
import dev.perplex.report.WordMap;
import dev.perplex.report.WordPairs;
import dev.perplex.report.WordPoint;
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
    Map<WordPoint, WordPoint> others = new LinkedHashMap<>();
    for (WordPairs.Pair pair : pairs.pairs()) {
      styles.putIfAbsent(pair.first(), "first");
      styles.putIfAbsent(pair.second(), "second");
      others.putIfAbsent(pair.first(), pair.second());
      others.putIfAbsent(pair.second(), pair.first());
    }
    Frame frame = Frame.of(List.copyOf(styles.keySet()), WIDTH, 240, 640, 70);
    Svg picture = frame.picture();
    for (WordPairs.Pair pair : pairs.pairs()) {
      picture.line("join", frame.spot(pair.first()), frame.spot(pair.second()));
    }
    Labels labels = new Labels(picture.width(), picture.height());
    styles.keySet().forEach(each -> labels.keepFree(frame.spot(each), 4));
    styles.forEach(
        (point, style) -> {
          picture.dot(style, frame.spot(point), 4, point.word());
          // Away from the line to the other word.
          Labels.Side side =
              others.get(point).x() > point.x() ? Labels.Side.LEFT : Labels.Side.RIGHT;
          Optional<Labels.Place> place =
              labels.place(point.word(), frame.spot(point), side, PAIR_SIZE, 7);
          write(picture, "word", place, point.word());
        });
    return figure(
        picture.drawn("Pairs of words by the first two principal components of their vectors"),
        String.format(
            Locale.ROOT,
            "The two components show %.0f %% and %.0f %% of the variance of these words' vectors."
                + " Lines that run alike are not proof: in all dimensions the mean cosine between"
                + " two pairs' differences is %.2f (1: parallel, 0: nothing in common).",
            100 * pairs.varianceX(),
            100 * pairs.varianceY(),
            pairs.offsetCosine()));
  }

  /**
   * @param rows where the map's points stand in the page's data
   */
  static String map(WordMap map, String rows) {
    Frame frame = Frame.of(map.points(), WIDTH, 400, 920, 24);
    Svg picture = frame.picture();
    Labels labels = new Labels(picture.width(), picture.height());
    for (WordPoint point : map.points()) {
      picture.dot("word-dot", frame.spot(point), 2, point.word());
    }
    for (WordPoint point : map.points()) {
      Optional<Labels.Place> place =
          labels.place(point.word(), frame.spot(point), Labels.Side.RIGHT, MAP_SIZE, 3.5);
      write(picture, "small word", place, point.word());
    }
    String name = "Map of frequent words by t-SNE of their vectors";
    return figure(
        "<div class=\"chart\" data-chart=\""
            + Html.escape(Json.line(Map.of("kind", "map", "rows", rows, "name", name)))
            + "\">\n"
            + picture.drawn(name)
            + "</div>\n",
        String.format(
            Locale.ROOT,
            "%,d words by t-SNE (perplexity %.0f, %,d iterations, divergence %.3f nats), without"
                + " the %,d most frequent. Near words are used alike; far distances and the axes"
                + " mean little. Trustworthiness of the %d nearest: %.3f (1: all of them are near"
                + " by vector too; about 0.5: chance). A word that would cover a more frequent one is"
                + " hidden: rest on its dot to read it, or draw a box to enlarge what is in it.",
            map.points().size(),
            map.perplexity(),
            map.iterations(),
            map.divergence(),
            map.skipped(),
            map.near(),
            map.trustworthiness()));
  }

  private static String figure(String picture, String caption) {
    return "<figure>\n<figcaption>"
        + Html.escape(caption)
        + "</figcaption>\n"
        + picture
        + "</figure>\n";
  }

  private static void write(Svg picture, String style, Optional<Labels.Place> place, String word) {
    place.ifPresent(at -> picture.words(style, at.x(), at.y(), at.anchor(), word));
  }
}
