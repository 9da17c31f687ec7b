package dev.perplex.cli;

import dev.perplex.provenance.Stage;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All stages in order. */
@Command(
    name = "pipeline",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs all stages in order; those whose settings and inputs have not changed are skipped.",
      "Prints a table of tokens, vocabulary and perplexities, and where the report lies."
    },
    footer = {
      "",
      "Examples:",
      "  jobs/pipeline --profile quickstart",
      "  jobs/pipeline --set prepare.corpus=data-prep/folder.conf --set train.epochs=10",
      "  PERPLEX_SPARK=cluster PERPLEX_MASTER=spark://host:7077 jobs/pipeline --profile cluster"
    })
final class PipelineCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin SettingsOptions settings;

  @Option(
      names = "--force",
      arity = "0..1",
      split = ",",
      fallbackValue = "prepare,tokenize,vocab,word2vec,ngram,train,report,promote",
      paramLabel = "STAGE",
      description = "Make these stages anew (all, where none is named): --force=train,report.")
  Set<Stage> forced = EnumSet.noneOf(Stage.class);

  @Override
  public Integer call() {
    return RunCommand.run(
        settings.load(), List.of(Stage.values()), forced, spec.commandLine().getOut());
  }
}
