package dev.perplex.cli;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Stage;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The main class: {@code perplex COMMAND}. */
@Command(
    name = "perplex",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Trains word embeddings and LSTM language models on Spark, and says how good they are.",
    subcommands = {
      PipelineCommand.class,
      ConfigCommand.class,
      PlanCommand.class,
      StatusCommand.class,
      CorpusCommand.class,
      CompareCommand.class,
      ScoreCommand.class,
      GenerateCommand.class,
      NeighboursCommand.class,
      AnalogyCommand.class,
      SimilarityCommand.class,
      EvaluateVectorsCommand.class,
      ExportCommand.class,
      ModelsCommand.class,
      ChampionCommand.class,
      RollbackCommand.class,
      GcCommand.class,
      CheckModelCommand.class,
      PackCommand.class
    },
    footerHeading = "%nHow to start:%n",
    footer = {
      "  jobs/quickstart                        everything, on WordNet, within minutes",
      "  jobs/pipeline --profile laptop         all stages with the settings of conf/",
      "  jobs/vocab --set vocab.min-count=5     one stage, after those before it",
      "  jobs/perplex status                    what has run, and how it ended",
      "  jobs/perplex score --run RUN text.txt  the perplexity of any text",
      "  jobs/perplex generate --prompt 'a dog'  text by the model",
      "",
      "Exit codes: 0 done, 2 usage or configuration, 10 not promoted, 20 data refused,",
      "30 another driver has the run, 1 anything else."
    })
public final class Perplex {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack of an error.")
  boolean debug;

  private Perplex() {}

  /** Runs one command and ends the process with its exit code. */
  @SuppressWarnings("SystemConsoleNull") // Spark 3.5 runs on Java 17, where it tells a terminal
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, System.console() != null, arguments);
    if (code != ExitCode.DONE.number() || !DeployMode.isCluster()) {
      System.exit(code);
    }
    // YARN takes a driver that exits for one that failed, whatever the code: it has to return.
  }

  /**
   * Runs one command.
   *
   * @param terminal whether a person watches, so that progress may redraw its line
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, boolean terminal, String... arguments) {
    CommandLine line = line(out, err);
    if (arguments.length == 0) {
      line.usage(out);
      return ExitCode.USAGE.number();
    }
    Console.terminal(terminal);
    return line.execute(arguments);
  }

  /** All commands. */
  static CommandLine line(PrintWriter out, PrintWriter err) {
    Perplex root = new Perplex();
    CommandLine line = new CommandLine(root);
    for (Stage stage : Stage.values()) {
      line.addSubcommand(stage.label(), StageCommand.line(stage));
    }
    return line.setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setExecutionExceptionHandler(new Failures(root, err))
        .setExitCodeExceptionMapper(Perplex::exitCode);
  }

  /** Of what picocli itself throws; what commands throw is the business of {@link Failures}. */
  private static int exitCode(Throwable thrown) {
    return (thrown instanceof ParameterException ? ExitCode.USAGE : ExitCode.FAILED).number();
  }
}
