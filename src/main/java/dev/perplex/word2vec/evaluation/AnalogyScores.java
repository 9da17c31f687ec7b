package dev.perplex.word2vec.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How many analogies came out right.
 *
 * @param set the name of the file
 * @param words of the vectors that took part
 * @param distinctWords of the questions; and of them those that are among the words
 */
public record AnalogyScores(
    String set, int words, long distinctWords, long distinctSeen, List<Count> sections)
    implements EvaluationScores {

  /**
   * Questions of a section.
   *
   * @param right whose answer is the best of all words
   * @param seen whose words all take part; the others are left out
   */
  public record Count(String name, long right, long seen, long total) {

    /** Right of seen, from 0 to 1; NaN where none was seen. */
    public double accuracy() {
      return (double) right / seen;
    }

    /** By the names of questions-words.txt; all other sections are semantic. */
    public boolean isSyntactic() {
      return name.startsWith("gram");
    }

    private Map<String, Object> values() {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("name", name);
      values.put("right", right);
      values.put("seen", seen);
      values.put("total", total);
      values.put("accuracy", seen == 0 ? null : accuracy());
      return values;
    }
  }

  public Count semantic() {
    return sum("semantic", sections.stream().filter(each -> !each.isSyntactic()));
  }

  public Count syntactic() {
    return sum("syntactic", sections.stream().filter(Count::isSyntactic));
  }

  public Count total() {
    return sum("total", sections.stream());
  }

  private static Count sum(String name, Stream<Count> counts) {
    long right = 0;
    long seen = 0;
    long total = 0;
    for (Count each : counts.toList()) {
      right += each.right;
      seen += each.seen;
      total += each.total;
    }
    return new Count(name, right, seen, total);
  }

  @Override
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("form", "analogies");
    values.put("set", set);
    values.put("words", words);
    values.put("distinct-words", distinctWords);
    values.put("distinct-seen", distinctSeen);
    values.put("sections", sections.stream().map(Count::values).toList());
    values.put("semantic", semantic().values());
    values.put("syntactic", syntactic().values());
    values.put("total", total().values());
    return values;
  }
}
