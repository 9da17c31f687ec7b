package dev.perplex.cli;

import dev.perplex.config.Settings;
import dev.perplex.job.Pipeline;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Redaction;
import dev.perplex.provenance.Stage;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The effective settings, and where each was set. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the effective settings, and where each was set. Values are checked.",
      "What each key means, with its unit: src/main/resources/reference.conf."
    },
    footer = {"", "Example:  jobs/perplex config train --profile laptop"})
final class ConfigCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin SettingsOptions options;

  @Parameters(
      arity = "0..1",
      paramLabel = "BLOCK",
      description = "Only the keys that start so: train, vocab.max-size.")
  String block = "";

  @Override
  public Integer call() {
    Settings settings = options.load();
    Pipeline.check(settings, List.of(Stage.values()));
    PrintWriter out = spec.commandLine().getOut();
    if (settings.effective().stream().noneMatch(each -> isIn(block, each.key()))) {
      throw PerplexException.usage(
          "No key starts with %s. 'perplex config' without it prints all keys.", block);
    }
    for (Settings.Effective each : settings.effective()) {
      if (isIn(block, each.key())) {
        out.printf("%-28s = %-24s # %s%n", each.key(), Redaction.of(each.value()), each.origin());
      }
    }
    return 0;
  }

  private static boolean isIn(String block, String key) {
    return block.isEmpty() || key.equals(block) || key.startsWith(block + ".");
  }
}
