package dev.perplex.cli;

import dev.perplex.word2vec.WordVectors;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The nearest words by vector. */
@Command(
    name = "neighbours",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints the words whose vectors have the largest cosine with a word's.",
    footer = {
      "",
      "Examples:",
      "  jobs/perplex neighbours dog music -n 5",
      "  jobs/perplex neighbours dog --vectors GoogleNews-vectors-negative300.bin.gz"
    })
final class NeighboursCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "COUNT",
      defaultValue = "10",
      description = "How many neighbours (default: ${DEFAULT-VALUE}).")
  int count;

  @Mixin VectorsOptions options;

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "Words of the vectors.")
  List<String> words;

  @Override
  public Integer call() {
    VectorsOptions.atLeastOne("--count", count);
    WordVectors vectors = options.load();
    words.forEach(vectors::id); // before the first is printed
    PrintWriter out = spec.commandLine().getOut();
    for (String word : words) {
      out.println(word);
      print(vectors.nearest(word, count), out);
    }
    return 0;
  }

  static void print(List<WordVectors.Neighbour> neighbours, PrintWriter out) {
    for (WordVectors.Neighbour near : neighbours) {
      out.printf(Locale.ROOT, "  %-24s %6.3f%n", near.word(), near.similarity());
    }
  }
}
