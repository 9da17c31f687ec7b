package dev.perplex.cli;

import dev.perplex.config.Packing;
import dev.perplex.config.Settings;
import dev.perplex.job.Pipeline;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** What {@code jobs/submit} asks before it submits a driver that runs on another machine. */
@Command(
    name = "pack",
    hidden = true,
    description = "Checks a command's settings, and prints them as the option --packed.")
final class PackCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Unmatched List<String> command = new ArrayList<>();

  @Override
  public Integer call() {
    CommandLine own = spec.commandLine();
    CommandLine line = Perplex.line(own.getOut(), own.getErr());
    String[] arguments = command.toArray(String[]::new);
    ParseResult parsed = line.parseArgs(arguments);
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    if (parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
      return line.execute(arguments);
    }
    CommandSpec asked = parsed.commandSpec();
    List<Stage> stages =
        Stream.of(Stage.values())
            .filter(each -> asked.name().equals("pipeline") || asked.name().equals(each.label()))
            .toList();
    if (stages.isEmpty()) {
      throw PerplexException.usage(
          "%s is no Spark application. Run jobs/perplex %s.",
          asked.name(), String.join(" ", command));
    }
    SettingsOptions options = (SettingsOptions) asked.mixins().get("settings").userObject();
    Settings settings = options.load();
    Pipeline.check(settings, stages);
    Pipeline.checkCorpus(settings);
    own.getOut().println("--packed=" + Packing.pack(settings));
    return 0;
  }
}
