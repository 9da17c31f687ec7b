package dev.perplex.word2vec.evaluation;

import dev.perplex.provenance.PerplexException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Pairs of words with the score that people gave them, as WS-353 and SimLex-999 have them. */
public record WordPairs(String name, List<Pair> pairs) implements EvaluationSet {

  /** How alike people found two words, on any scale. */
  public record Pair(String one, String other, double score) {}

  // Fields are parted by tabs, else by commas, else by spaces. The score is the first number after
  // the words, so that a part of speech may stand before it and more columns after it.
  static WordPairs parse(List<String> lines, String name) {
    List<Pair> pairs = new ArrayList<>();
    boolean first = true;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!EvaluationSet.holdsSomething(line)) {
        continue;
      }
      List<String> fields = fields(line);
      OptionalDouble score =
          fields.stream()
              .skip(2)
              .map(WordPairs::number)
              .flatMapToDouble(OptionalDouble::stream)
              .findFirst();
      if (score.isPresent() && !fields.get(0).isEmpty() && !fields.get(1).isEmpty()) {
        pairs.add(new Pair(fields.get(0), fields.get(1), score.getAsDouble()));
      } else if (!first) {
        throw PerplexException.dataRefused(
            "%s line %d holds no two words and a score. %s", name, i + 1, EvaluationSet.FORMS);
      }
      first = false; // the first line may be a header
    }
    if (pairs.isEmpty()) {
      throw PerplexException.dataRefused(
          "%s holds no two words and a score. %s", name, EvaluationSet.FORMS);
    }
    return new WordPairs(name, List.copyOf(pairs));
  }

  private static List<String> fields(String line) {
    String separator = line.contains("\t") ? "\t" : line.contains(",") ? "," : "\\s+";
    return Stream.of(line.strip().split(separator)).map(String::strip).toList();
  }

  private static OptionalDouble number(String field) {
    if (!field.matches("[+-]?[0-9]*\\.?[0-9]+([eE][+-]?[0-9]+)?|[+-]?[0-9]+\\.")) {
      return OptionalDouble.empty();
    }
    double number = Double.parseDouble(field);
    return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
  }
}
