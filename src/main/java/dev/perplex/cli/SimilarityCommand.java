package dev.perplex.cli;

import dev.perplex.word2vec.WordVectors;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The cosines of words with one another. */
@Command(
    name = "similarity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints the cosine of two words' vectors, or a table for more words.",
    footer = {"", "Example:  jobs/perplex similarity dog cat house"})
final class SimilarityCommand implements Callable<Integer> {
  private static final int COLUMNS = 7; // words across, so that a line fits a terminal
  private static final int SHOWN = 7; // characters of a word that heads a column

  @Spec CommandSpec spec;
  @Mixin VectorsOptions options;

  @Parameters(arity = "2..*", paramLabel = "WORD", description = "Words of the vectors.")
  List<String> words;

  @Override
  public Integer call() {
    WordVectors vectors = options.load();
    words.forEach(vectors::id);
    PrintWriter out = spec.commandLine().getOut();
    if (words.size() == 2) {
      double cosine = vectors.similarity(words.get(0), words.get(1));
      out.printf(Locale.ROOT, "%s %s %.4f%n", words.get(0), words.get(1), cosine);
      return 0;
    }
    for (int start = 0; start < words.size(); start += COLUMNS) {
      table(vectors, words.subList(start, Math.min(start + COLUMNS, words.size())), out);
    }
    return 0;
  }

  private void table(WordVectors vectors, List<String> across, PrintWriter out) {
    out.printf("%-20s", "");
    for (String word : across) {
      out.printf(" %7s", word.codePointCount(0, word.length()) > SHOWN ? cut(word) : word);
    }
    out.println();
    for (String down : words) {
      out.printf("%-20s", down);
      for (String word : across) {
        out.printf(Locale.ROOT, " %7.3f", vectors.similarity(down, word));
      }
      out.println();
    }
  }

  private static String cut(String word) {
    return word.substring(0, word.offsetByCodePoints(0, SHOWN - 1)) + "~";
  }
}
