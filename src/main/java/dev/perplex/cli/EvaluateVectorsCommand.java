package dev.perplex.cli;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import dev.perplex.word2vec.WordVectors;
import dev.perplex.word2vec.evaluation.EvaluationRules;
import dev.perplex.word2vec.evaluation.EvaluationScores;
import dev.perplex.word2vec.evaluation.EvaluationSet;
import dev.perplex.word2vec.evaluation.LetterCase;
import dev.perplex.word2vec.evaluation.VectorsEvaluation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How good vectors are by analogies and by human judgements of similarity. */
@Command(
    name = "evaluate-vectors",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints how many analogies come out right, or how far cosines agree with human judgements.",
      "A file of analogies has ': section' lines and four words a line (questions-words.txt); one"
          + " of",
      "similarities has two words and a score a line (WS-353, SimLex-999)."
    },
    footer = {
      "",
      "The numbers are those of gensim's evaluate_word_analogies and evaluate_word_pairs.",
      "",
      "Examples:",
      "  jobs/perplex evaluate-vectors questions-words.txt EN-WS-353-ALL.txt",
      "  jobs/perplex evaluate-vectors questions-words.txt --vectors vectors.bin --restrict 0"
    })
final class EvaluateVectorsCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--restrict",
      paramLabel = "WORDS",
      description =
          "Take only the first WORDS of the vectors, the frequent ones; 0 for all (default: 30000"
              + " for analogies, all for similarities).")
  Integer restrict;

  @Option(
      names = "--case-sensitive",
      description = "Tell words apart that differ only in case (default: both in upper case).")
  boolean caseSensitive;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "3cosadd",
      description = "Of analogies: 3cosadd or 3cosmul (default: ${DEFAULT-VALUE}).")
  String method;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Mixin VectorsOptions options;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Analogies or similarities, on any file system.")
  List<String> files;

  @Override
  public Integer call() {
    EvaluationRules rules = rules();
    List<EvaluationSet> sets = files.stream().map(EvaluateVectorsCommand::read).toList();
    WordVectors vectors = options.load();
    VectorsEvaluation evaluation = new VectorsEvaluation(vectors, rules);
    List<EvaluationScores> scores = sets.stream().map(evaluation::of).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.pretty(values(vectors, rules, scores)));
      out.flush();
    } else {
      EvaluationTable table = new EvaluationTable(rules, out);
      table.vectors(options.origin(), vectors);
      scores.forEach(table::print);
    }
    return 0;
  }

  private EvaluationRules rules() {
    if (restrict != null && restrict < 0) {
      throw PerplexException.usage(
          "--restrict = %d is below 0. Pass --restrict 30000, or 0 for all words.", restrict);
    }
    EvaluationRules usual = EvaluationRules.USUAL;
    return new EvaluationRules(
        restrict == null ? usual.analogyWords() : restrict,
        restrict == null ? usual.similarityWords() : restrict,
        caseSensitive ? LetterCase.EXACT : LetterCase.IGNORED,
        AnalogyCommand.method(method));
  }

  private static EvaluationSet read(String file) {
    Location place = Location.of(file, new Configuration());
    if (!place.exists()) {
      throw PerplexException.usage(
          "%s does not exist. Give a file of analogies or of word pairs with scores.", file);
    }
    try (InputStream in = place.open()) {
      return EvaluationSet.read(in, place.name());
    } catch (IOException e) {
      throw PerplexException.failed(e, "%s cannot be read: %s.", file, e.getMessage());
    }
  }

  private Map<String, Object> values(
      WordVectors vectors, EvaluationRules rules, List<EvaluationScores> scores) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("vectors", options.origin());
    values.put("words", vectors.size());
    values.put("dimension", vectors.dimension());
    values.put("case-sensitive", rules.letterCase() == LetterCase.EXACT);
    values.put("method", rules.method().label());
    values.put("sets", scores.stream().map(EvaluationScores::values).toList());
    return values;
  }
}
