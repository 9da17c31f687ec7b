package dev.perplex.cli;

import dev.perplex.job.TextGeneration;
import dev.perplex.lm.Sampling;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Text by a finished model. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes text by a finished model, token by token, after a prompt.",
      "Words are joined with the usual spaces; a character model's text is as it was drawn.",
      "Equal models, options and seeds give equal texts."
    },
    footer = {
      "",
      "Examples:",
      "  jobs/perplex generate --prompt 'the king' --temperature 0.8 --top-p 0.95",
      "  jobs/perplex generate --run shakespeare-1a2b3c4d --length 1000 --samples 3 --seed 7"
    })
final class GenerateCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ModelOptions models;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What the text begins with (default: nothing, a new line).")
  String prompt;

  @Option(
      names = "--length",
      paramLabel = "TOKENS",
      defaultValue = "100",
      description = "Words or characters to draw, <eos> counted (default: ${DEFAULT-VALUE}).")
  int length;

  @Option(
      names = "--samples",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "How many texts (default: ${DEFAULT-VALUE}).")
  int samples;

  @Option(
      names = "--temperature",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "1 draws as the model says, less draws likelier tokens, 0 the likeliest.")
  double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "COUNT",
      defaultValue = "0",
      description = "Draw among the COUNT likeliest tokens only (default: 0, among all).")
  int topK;

  @Option(
      names = "--top-p",
      paramLabel = "SHARE",
      defaultValue = "1",
      description = "Draw among the likeliest tokens that have this share of the probability.")
  double topP;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Where draws start (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(names = "--unknown", description = "Draw <unk> too; otherwise it never comes.")
  boolean unknown;

  @Option(names = "--stop-at-eos", description = "End a text at its first <eos>.")
  boolean stopAtEos;

  @Override
  public Integer call() {
    VectorsOptions.atLeastOne("--length", length);
    VectorsOptions.atLeastOne("--samples", samples);
    Sampling sampling =
        Checked.options(
            Map.of(
                "temperature", "--temperature 0.8", "top-k", "--top-k 40", "top-p", "--top-p 0.95"),
            () -> new Sampling(temperature, topK, topP));
    TextGeneration generation = new TextGeneration(models.load());
    List<String> tokens = generation.tokens(prompt);
    List<String> strange = generation.unknown(tokens);
    if (!strange.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println("the model reads <unk> for what it does not know: " + String.join(" ", strange));
    }
    PrintWriter out = spec.commandLine().getOut();
    for (int sample = 0; sample < samples; sample++) {
      if (samples > 1) {
        out.println("--- " + (sample + 1) + " of " + samples);
      }
      write(generation, tokens, sampling, sample, out);
    }
    return 0;
  }

  private void write(
      TextGeneration generation,
      List<String> tokens,
      Sampling sampling,
      int sample,
      PrintWriter out) {
    out.print(prompt);
    out.flush();
    StringBuilder last = new StringBuilder(prompt); // its last character is wanted only
    generation.write(
        tokens,
        sampling,
        unknown ? TextGeneration.Unknown.ALLOWED : TextGeneration.Unknown.NEVER,
        stopAtEos ? TextGeneration.End.EOS : TextGeneration.End.LENGTH,
        length,
        seed,
        sample,
        piece -> {
          out.print(piece);
          out.flush(); // a reader watches it grow
          last.setLength(0);
          last.append(piece);
        });
    if (last.isEmpty() || last.charAt(last.length() - 1) != '\n') {
      out.println();
    }
    out.flush();
  }
}
