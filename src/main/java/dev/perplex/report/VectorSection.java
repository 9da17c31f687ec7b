package dev.perplex.report;

import static dev.perplex.report.Html.number;
import static dev.perplex.report.Html.whole;

import java.util.ArrayList;
import java.util.List;

/** The page's part on the word vectors: scores, pictures, training. */
final class VectorSection {
  private static final String NONE = "–";

  private final VectorReport vectors;
  private final Html html;

  VectorSection(VectorReport vectors, Html html) {
    this.vectors = vectors;
    this.html = html;
  }

  void write() {
    analogies();
    similarities();
    pairs();
    map();
    training();
  }

  private List<VectorScore> scores(VectorScore.Kind kind) {
    return vectors.scores().stream().filter(score -> score.kind() == kind).toList();
  }

  private void analogies() {
    List<VectorScore> scores = scores(VectorScore.Kind.ANALOGY);
    if (scores.isEmpty()) {
      return;
    }
    html.heading("Analogies by vector")
        .table(
            "a is to b as c is to which word? Accuracy is right / seen; seen are those of which the"
                + " vocabulary has all words.",
            "file and section",
            "accuracy",
            "right",
            "seen",
            "all");
    for (VectorScore score : scores) {
      html.bestRow(answers(score.file(), score.right(), score.seen(), score.total()));
      for (VectorScore.Section each : score.sections()) {
        html.row(answers(each.section(), each.right(), each.seen(), each.total()));
      }
    }
    html.endTable();
  }

  private static String[] answers(String name, long right, long seen, long total) {
    return new String[] {
      name,
      seen > 0 ? number(100.0 * right / seen, 1) + " %" : NONE,
      whole(right),
      whole(seen),
      whole(total)
    };
  }

  private void similarities() {
    List<VectorScore> scores = scores(VectorScore.Kind.SIMILARITY);
    if (scores.isEmpty()) {
      return;
    }
    html.heading("Similarity by vector")
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
    html.heading("Pairs of words by vector");
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
    html.heading("Map of frequent words")
        .raw(WordPictures.map(map))
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
    html.heading("Training of the vectors")
        .raw(
            Curves.figure(
                "Loss of the word vectors over the tokens trained",
                "Negative-sampling loss, nats a pair: of each round's own pairs, and of held-out"
                    + " pairs where they were measured.",
                "tokens trained",
                "loss",
                curves(rounds)))
        .fold("The rounds as a table")
        .table(
            "After each round.", "tokens", "loss", "held-out loss", "learning rate", "words / s");
    for (TrainingRound round : rounds) {
      html.row(
          whole(round.tokens()),
          number(round.loss(), 4),
          round.heldOutLoss() == null ? NONE : number(round.heldOutLoss(), 4),
          number(round.rate(), 6),
          round.wordsPerSecond() == null ? NONE : whole(Math.round(round.wordsPerSecond())));
    }
    html.endTable().endFold();
  }

  private static List<Curves.Curve> curves(List<TrainingRound> rounds) {
    List<Svg.Spot> own = new ArrayList<>();
    List<Svg.Spot> heldOut = new ArrayList<>();
    for (TrainingRound round : rounds) {
      own.add(new Svg.Spot(round.tokens(), round.loss()));
      if (round.heldOutLoss() != null) {
        heldOut.add(new Svg.Spot(round.tokens(), round.heldOutLoss()));
      }
    }
    List<Curves.Curve> curves = new ArrayList<>();
    curves.add(new Curves.Curve("training", "quiet", own));
    if (!heldOut.isEmpty()) {
      curves.add(new Curves.Curve("held out", "strong", heldOut));
    }
    return curves;
  }
}
