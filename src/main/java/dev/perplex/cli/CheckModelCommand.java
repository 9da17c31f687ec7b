package dev.perplex.cli;

import dev.perplex.job.PackedModel;
import dev.perplex.provenance.Json;
import dev.perplex.store.Location;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The other side of the check of a packed model; {@code promote} starts it. */
@Command(
    name = PackedModel.COMMAND,
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Answers a question about a packed model, both in JSON.")
final class CheckModelCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "A train artefact.")
  String folder;

  @Override
  public Integer call() throws IOException {
    String question = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    PackedModel.Answer answer =
        PackedModel.answer(
            Location.of(folder, new Configuration()),
            Json.read(question, PackedModel.Question.class));
    spec.commandLine().getOut().println(PackedModel.MARK + Json.line(answer));
    return 0;
  }
}
