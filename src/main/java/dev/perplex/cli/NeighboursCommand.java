package dev.perplex.cli;

import dev.perplex.job.FinishedRun;
import dev.perplex.job.StoredVectors;
import dev.perplex.provenance.Stage;
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
    footer = {"", "Example:  jobs/perplex neighbours dog music -n 5"})
final class NeighboursCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin StorageOptions storage;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "The run whose vectors are used (default: the one that ended last).")
  String run;

  @Option(
      names = "-n",
      paramLabel = "COUNT",
      defaultValue = "10",
      description = "How many neighbours (default: ${DEFAULT-VALUE}).")
  int count;

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "Words of the vocabulary.")
  List<String> words;

  @Override
  public Integer call() {
    WordVectors vectors =
        StoredVectors.of(FinishedRun.artefact(storage.root(), run, Stage.WORD2VEC));
    PrintWriter out = spec.commandLine().getOut();
    for (String word : words) {
      out.println(word);
      for (WordVectors.Neighbour near : vectors.nearest(word, count)) {
        out.printf(Locale.ROOT, "  %-24s %6.3f%n", near.word(), near.similarity());
      }
    }
    return 0;
  }
}
