package dev.perplex.cli;

import dev.perplex.word2vec.WordVectors;
import dev.perplex.word2vec.evaluation.AnalogyScores;
import dev.perplex.word2vec.evaluation.EvaluationRules;
import dev.perplex.word2vec.evaluation.EvaluationScores;
import dev.perplex.word2vec.evaluation.LetterCase;
import dev.perplex.word2vec.evaluation.SimilarityScores;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints scores for people, in lines of at most 80 characters (paths may be longer). */
final class EvaluationTable {
  private static final int NAME = 29; // characters of a section's name

  private final EvaluationRules rules;
  private final PrintWriter out;

  EvaluationTable(EvaluationRules rules, PrintWriter out) {
    this.rules = rules;
    this.out = out;
  }

  void vectors(String origin, WordVectors vectors) {
    out.println("vectors  " + origin);
    line("         %,d words of %d dimensions", vectors.size(), vectors.dimension());
    line(
        "rules    %s; lines with a missing word are left out",
        rules.letterCase() == LetterCase.IGNORED ? "case is ignored (both upper)" : "case matters");
  }

  void print(EvaluationScores scores) {
    out.println();
    if (scores instanceof AnalogyScores analogies) {
      analogies(analogies);
    } else if (scores instanceof SimilarityScores similarities) {
      similarities(similarities);
    }
  }

  private void analogies(AnalogyScores scores) {
    line(
        "%s: analogies by %s among the first %,d words",
        scores.set(), rules.method().label(), scores.words());
    line(
        "%-" + NAME + "s %8s %8s %8s %9s %10s",
        "section",
        "right",
        "seen",
        "total",
        "seen %",
        "accuracy %");
    scores.sections().forEach(this::row);
    if (scores.sections().stream().anyMatch(AnalogyScores.Count::isSyntactic)) {
      row(scores.semantic());
      row(scores.syntactic());
    }
    row(scores.total());
    line(
        "of %,d distinct words in the questions, %,d are there (%s %%)",
        scores.distinctWords(),
        scores.distinctSeen(),
        percent(scores.distinctSeen(), scores.distinctWords()));
  }

  private void row(AnalogyScores.Count count) {
    String name = count.name();
    line(
        "%-" + NAME + "s %,8d %,8d %,8d %9s %10s",
        name.length() > NAME ? name.substring(0, NAME - 1) + "~" : name,
        count.right(),
        count.seen(),
        count.total(),
        percent(count.seen(), count.total()),
        percent(count.right(), count.seen()));
  }

  private void similarities(SimilarityScores scores) {
    line("%s: similarities among the first %,d words", scores.set(), scores.words());
    line(
        "%-" + NAME + "s %,8d of %,d (%s %%)",
        "pairs seen",
        scores.seen(),
        scores.total(),
        percent(scores.seen(), scores.total()));
    line("%-" + NAME + "s %8s", "Spearman (ties averaged)", correlation(scores.spearman()));
    line("%-" + NAME + "s %8s", "Pearson", correlation(scores.pearson()));
  }

  private static String correlation(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.2f", 100.0 * part / whole);
  }

  private void line(String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
