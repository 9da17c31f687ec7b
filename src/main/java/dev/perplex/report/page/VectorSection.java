package dev.perplex.report.page;

import static dev.perplex.report.page.Html.LEFT;
import static dev.perplex.report.page.Html.NONE;
import static dev.perplex.report.page.Html.number;
import static dev.perplex.report.page.Html.percent;
import static dev.perplex.report.page.Html.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.report.Report;
import dev.perplex.report.TrainingRound;
import dev.perplex.report.VectorReport;
import dev.perplex.report.VectorScore;
import dev.perplex.report.WordMap;
import dev.perplex.report.WordPairs;
import dev.perplex.report.WordPoint;
import java.util.List;
import java.util.Map;

/** The page's part on the word vectors: neighbours, scores, pictures, training. */
final class VectorSection {
  private final Report report;
  private final VectorReport vectors;
  private final JsonNode data;
  private final Html html;

  VectorSection(Report report, JsonNode data, Html html) {
    this.report = report;
    this.vectors = report.vectors();
    this.data = data;
    this.html = html;
  }

  void write() {
    html.heading("vectors", "Word vectors");
    neighbours();
    analogies();
    similarities();
    pairs();
    map();
    training();
  }

  private void neighbours() {
    if (report.neighbours().isEmpty()) {
      return;
    }
    html.table("Nearest words by vector, with the cosine.", "word", LEFT + "nearest");
    for (Map.Entry<String, List<Report.Neighbour>> entry : report.neighbours().entrySet()) {
      StringBuilder near = new StringBuilder();
      for (Report.Neighbour each : entry.getValue()) {
        near.append(near.isEmpty() ? "" : ", ")
            .append(Html.escape(each.word()))
            .append(" <small>" + number(each.cosine(), 2) + "</small>");
      }
      html.row(entry.getKey(), new Html.Cell(near.toString(), "text"));
    }
    html.endTable();
  }

  private List<VectorScore> scores(VectorScore.Kind kind) {
    return vectors.scores().stream().filter(score -> score.kind() == kind).toList();
  }

  private void analogies() {
    List<VectorScore> scores = scores(VectorScore.Kind.ANALOGY);
    if (scores.isEmpty()) {
      return;
    }
    html.subheading("Analogies")
        .table(
            "a is to b as c is to which word? Accuracy is right / seen; seen are those of which the"
                + " vocabulary has all words.",
            "file and section",
            "accuracy",
            "right",
            "seen",
            "all");
    for (VectorScore score : scores) {
      html.bestRow(score.file(), answers(score.right(), score.seen(), score.total()));
      for (VectorScore.Section each : score.sections()) {
        html.row(each.section(), answers(each.right(), each.seen(), each.total()));
      }
    }
    html.endTable();
  }

  private static String[] answers(long right, long seen, long total) {
    return new String[] {
      seen > 0 ? percent((double) right / seen, 1) : NONE, whole(right), whole(seen), whole(total)
    };
  }

  private void similarities() {
    List<VectorScore> scores = scores(VectorScore.Kind.SIMILARITY);
    if (scores.isEmpty()) {
      return;
    }
    html.subheading("Similarity")
        .table(
            "Spearman's rank correlation of cosines with people's ratings.",
            "file",
            "correlation",
            "seen",
            "all");
    for (VectorScore score : scores) {
      html.row(
          score.file(),
          score.spearman() == null ? NONE : number(score.spearman(), 3),
          whole(score.seen()),
          whole(score.total()));
    }
    html.endTable();
  }

  private void pairs() {
    WordPairs pairs = vectors.pairs();
    if (pairs.asked() == 0) {
      return;
    }
    html.subheading("Pairs of words");
    String known =
        pairs.known()
            + " of "
            + pairs.asked()
            + " pairs are known."
            + (pairs.missing().isEmpty()
                ? ""
                : " Words without a vector: " + String.join(", ", pairs.missing()) + ".");
    if (pairs.pairs().isEmpty()) {
      html.paragraph(
          known
              + " A picture needs "
              + WordPairs.FEWEST
              + "; report.pca-words names other words to draw.");
      return;
    }
    html.paragraph(known)
        .raw(WordPictures.pairs(pairs))
        .fold("The picture as a table")
        .table(
            "Places by the first and the second principal component.",
            "first word",
            "x",
            "y",
            "second word",
            "x",
            "y");
    for (WordPairs.Pair pair : pairs.pairs()) {
      html.row(
          pair.first().word(),
          number(pair.first().x(), 4),
          number(pair.first().y(), 4),
          pair.second().word(),
          number(pair.second().x(), 4),
          number(pair.second().y(), 4));
    }
    html.endTable().endFold();
  }

  private void map() {
    WordMap map = vectors.map();
    if (map.points().isEmpty()) {
      return;
    }
    html.subheading("Map of frequent words")
        .raw(WordPictures.map(map, "report/vectors/map/points"))
        .fold("The map as a table")
        .table("Places on the map, the more frequent first.", "word", "x", "y");
    for (WordPoint point : map.points()) {
      html.row(point.word(), number(point.x(), 4), number(point.y(), 4));
    }
    html.endTable().endFold();
  }

  private void training() {
    List<TrainingRound> rounds = vectors.training();
    if (rounds.isEmpty()) {
      return;
    }
    LineChart chart =
        LineChart.numbers(
                "Loss of the word vectors over the tokens trained",
                "report/vectors/training",
                "tokens",
                "tokens trained",
                "nats")
            .line("loss", "training", 0)
            .line("held-out-loss", "held out", 2);
    html.subheading("Training of the vectors")
        .raw(
            chart.figure(
                data,
                "<b>Loss</b> in nats: of an input (skip-gram: one neighbour; CBOW: the mean of a"
                    + " window) against its targets (negative sampling: the word and noise words;"
                    + " hierarchical softmax: the word's path). Of each round's own windows, and of"
                    + " held-out ones where they were measured. Compare within one model and"
                    + " loss."))
        .fold("The rounds as a table")
        .table("After each round.", columns(rounds));
    for (TrainingRound round : rounds) {
      String loss = number(round.loss(), 4);
      String heldOut = round.heldOutLoss() == null ? NONE : number(round.heldOutLoss(), 4);
      String rate = number(round.rate(), 6);
      if (hasSpeed(rounds)) {
        Double speed = round.wordsPerSecond();
        String words = speed == null ? NONE : whole(Math.round(speed));
        html.row(whole(round.tokens()), loss, heldOut, rate, words);
      } else {
        html.row(whole(round.tokens()), loss, heldOut, rate);
      }
    }
    html.endTable().endFold();
  }

  private static String[] columns(List<TrainingRound> rounds) {
    return hasSpeed(rounds)
        ? new String[] {"tokens", "loss", "held-out loss", "learning rate", "words / s"}
        : new String[] {"tokens", "loss", "held-out loss", "learning rate"};
  }

  private static boolean hasSpeed(List<TrainingRound> rounds) {
    return rounds.stream().anyMatch(round -> round.wordsPerSecond() != null);
  }
}
