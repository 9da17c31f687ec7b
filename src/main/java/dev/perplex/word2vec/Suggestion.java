package dev.perplex.word2vec;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Words that a user may have meant by a word that is not there. */
final class Suggestion {
  private static final int COUNT = 3;

  private Suggestion() {}

  private record Candidate(String word, int edits) {}

  /** A sentence; the fewest edits first, then in the order of the words (the frequent first). */
  static String of(String word, String[] words) {
    int most = Math.max(1, word.length() / 3);
    List<String> near =
        Arrays.stream(words)
            .filter(other -> Math.abs(other.length() - word.length()) <= most)
            .map(other -> new Candidate(other, edits(word, other)))
            .filter(candidate -> candidate.edits <= most)
            .sorted(Comparator.comparingInt(Candidate::edits))
            .limit(COUNT)
            .map(Candidate::word)
            .toList();
    return near.isEmpty()
        ? "No word is spelled like it; words are case-sensitive."
        : "Did you mean " + String.join(", ", near) + "?";
  }

  // Levenshtein's distance, one row of the table at a time
  private static int edits(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replace = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
