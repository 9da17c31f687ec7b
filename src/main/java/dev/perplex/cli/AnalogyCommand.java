package dev.perplex.cli;

import dev.perplex.provenance.PerplexException;
import dev.perplex.word2vec.AnalogyMethod;
import dev.perplex.word2vec.WordVectors;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The words that are to C as B is to A. */
@Command(
    name = "analogy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints the words that are to C as B is to A, the three left out.",
    footer = {
      "",
      "3cosadd prints the cosine with the sum of the unit vectors B + C - A, 3cosmul the score of",
      "Levy and Goldberg (2014): cosine B * cosine C / cosine A, shifted to [0, 1] first.",
      "",
      "Example:  jobs/perplex analogy man king woman -n 5"
    })
final class AnalogyCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "COUNT",
      defaultValue = "10",
      description = "How many words (default: ${DEFAULT-VALUE}).")
  int count;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "3cosadd",
      description = "3cosadd or 3cosmul (default: ${DEFAULT-VALUE}).")
  String method;

  @Mixin VectorsOptions options;

  @Parameters(index = "0", paramLabel = "A", description = "Words of the vectors.")
  String a;

  @Parameters(index = "1", paramLabel = "B")
  String b;

  @Parameters(index = "2", paramLabel = "C")
  String c;

  @Override
  public Integer call() {
    VectorsOptions.atLeastOne("--count", count);
    AnalogyMethod chosen = method(method);
    WordVectors vectors = options.load();
    PrintWriter out = spec.commandLine().getOut();
    var found = vectors.analogy(a, b, c, chosen, count);
    out.printf("%s is to %s as %s is to (%s)%n", a, b, c, chosen.label());
    NeighboursCommand.print(found, out);
    return 0;
  }

  static AnalogyMethod method(String name) {
    return AnalogyMethod.named(name)
        .orElseThrow(
            () ->
                PerplexException.usage(
                    "--method = %s is not one of 3cosadd, 3cosmul. Pass --method 3cosadd.", name));
  }
}
