package dev.perplex.cli;

import dev.perplex.eval.Tally;
import dev.perplex.job.FinishedRun;
import dev.perplex.job.TextScore;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The perplexity of any text by a finished model. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints the perplexity of text by a finished model, and by the unigram beside it.",
      "Each line is a document; tokenizer and vocabulary are those of the model."
    },
    footer = {
      "",
      "Examples:",
      "  jobs/perplex score --run wordnet-1a2b3c4d news.txt",
      "  echo 'a large dog' | jobs/perplex score"
    })
final class ScoreCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin StorageOptions storage;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "The run whose model scores (default: the one that ended last).")
  String run;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "A train artefact (artefacts/train/FINGERPRINT), in place of --run.")
  String model;

  @Parameters(
      paramLabel = "FILE",
      description = "Text in UTF-8, plain or .gz, .bz2, .zst; '-' or nothing: standard input.")
  List<String> files = new ArrayList<>();

  @Override
  public Integer call() {
    Artefact train =
        model == null
            ? FinishedRun.artefact(storage.root(), run, Stage.TRAIN)
            : Artefact.open(Location.of(model, new Configuration()));
    if (!train.manifest().stage().equals(Stage.TRAIN.label())) {
      throw PerplexException.usage(
          "--model %s is an artefact of %s, not of train. Give artefacts/train/FINGERPRINT.",
          model, train.manifest().stage());
    }
    TextScore scorer = new TextScore(train);
    PrintWriter out = spec.commandLine().getOut();
    out.println("model     " + train.folder());
    for (String file : files.isEmpty() ? List.of("-") : files) {
      print(file, score(scorer, file), out);
    }
    return 0;
  }

  private static TextScore.Score score(TextScore scorer, String file) {
    if (file.equals("-")) {
      return scorer.score("standard input", System.in);
    }
    Location place = Location.of(file, new Configuration());
    if (!place.exists()) {
      throw PerplexException.usage("%s does not exist. Give a text file, or '-'.", file);
    }
    try (InputStream in = place.open()) {
      return scorer.score(place.name(), in);
    } catch (IOException e) {
      throw PerplexException.failed(e, "%s cannot be read: %s.", file, e.getMessage());
    }
  }

  private static void print(String file, TextScore.Score score, PrintWriter out) {
    Tally model = score.model();
    Tally unigram = score.unigram();
    if (model.tokens() == 0) {
      throw PerplexException.dataRefused("%s holds no text. Give a file with words.", file);
    }
    out.printf(
        Locale.ROOT,
        "text      %s: %,d documents, %,d tokens, %,d <eos>, %,d <unk> (%.2f %%)%n",
        file,
        score.documents(),
        model.tokens(),
        model.eos(),
        model.unk(),
        100.0 * model.unk() / model.tokens());
    out.printf("%-26s %14s %14s%n", "perplexity", "model", "unigram");
    row(out, "all tokens", model.perplexity(), unigram.perplexity());
    row(out, "without <eos>", model.perplexityWithoutEos(), unigram.perplexityWithoutEos());
    row(out, "without <unk>", model.perplexityWithoutUnk(), unigram.perplexityWithoutUnk());
    row(out, "bits per character", model.bitsPerCharacter(), unigram.bitsPerCharacter());
    row(out, "bits per byte", model.bitsPerByte(), unigram.bitsPerByte());
  }

  private static void row(PrintWriter out, String what, double model, double unigram) {
    out.printf(Locale.ROOT, "%-26s %,14.4f %,14.4f%n", what, model, unigram);
  }
}
