package dev.perplex.cli;

import dev.perplex.provenance.Stage;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One stage by itself; what it reads must be finished. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class StageCommand implements Callable<Integer> {
  private final Stage stage;

  @Spec CommandSpec spec;
  @Mixin SettingsOptions settings;

  @Option(
      names = "--force",
      description = "Make the artefact anew, even where a finished one has these settings.")
  boolean force;

  private StageCommand(Stage stage) {
    this.stage = stage;
  }

  static CommandLine line(Stage stage) {
    CommandLine line =
        new CommandLine(stage == Stage.REPORT ? new ReportCommand() : new StageCommand(stage));
    line.getCommandSpec()
        .usageMessage()
        .description(
            "Stage '" + stage + "': " + stage.summary() + ".",
            "Skipped where a finished artefact has the same settings and inputs.")
        .footer(
            "",
            "Settings: block '" + stage + "' of reference.conf ('perplex config " + stage + "').",
            "Example:  jobs/" + stage + (stage == Stage.REPORT ? " --open" : " --profile laptop"));
    return line;
  }

  @Override
  public Integer call() {
    return RunCommand.run(
        settings.load(),
        List.of(stage),
        force ? EnumSet.of(stage) : EnumSet.noneOf(Stage.class),
        spec.commandLine().getOut());
  }
}
