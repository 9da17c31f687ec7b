package dev.perplex.cli;

import dev.perplex.job.Rollback;
import dev.perplex.registry.Event;
import dev.perplex.registry.Registry;
import dev.perplex.store.Claimant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the former champion, or a named version, the champion. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes the former champion of a pipeline, or a named version, the champion.",
      "Nothing is deleted: the history gets one entry more. What was rolled back is not promoted",
      "again by itself; name it with --to to bring it back."
    },
    footer = {
      "",
      "Examples:",
      "  jobs/perplex rollback wordnet --why 'answers with markup'",
      "  jobs/perplex rollback wordnet --to v-1a2b3c4d --why 'markup was the reader'"
    })
final class RollbackCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin RegistryOptions options;

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "A version, or the id of its run; the former champion where it is not given.")
  String to;

  @Option(
      names = "--why",
      required = true,
      paramLabel = "WORDS",
      description = "The reason, for the history.")
  String why;

  @Override
  public Integer call() {
    Registry registry = options.registry();
    Event event;
    try (Claimant claimant = options.claimant()) {
      event =
          new Rollback(options.root(), registry, claimant)
              .run(to, why, note -> spec.commandLine().getErr().println("perplex: " + note));
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s (run %s) is the champion of %s now.%n",
            event.version().id(), event.version().run(), registry.pipeline());
    return 0;
  }
}
