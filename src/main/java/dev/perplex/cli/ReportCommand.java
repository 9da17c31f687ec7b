package dev.perplex.cli;

import dev.perplex.provenance.Stage;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The stage {@code report}, which has a page to be opened. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class ReportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin SettingsOptions settings;

  @Option(
      names = "--force",
      description = "Make the artefact anew, even where a finished one has these settings.")
  boolean force;

  @Option(
      names = "--open",
      description = "Open the page in a browser; without a desktop, say where it lies.")
  boolean open;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return RunCommand.run(
        settings.load(),
        List.of(Stage.REPORT),
        force ? EnumSet.of(Stage.REPORT) : EnumSet.noneOf(Stage.class),
        out,
        summary -> {
          if (open) {
            out.println(new PageOpener(System.getenv()).open(summary.page()));
          }
        });
  }
}
