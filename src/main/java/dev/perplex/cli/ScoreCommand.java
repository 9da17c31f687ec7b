package dev.perplex.cli;

import dev.perplex.config.Settings;
import dev.perplex.eval.Tally;
import dev.perplex.job.StoredModel;
import dev.perplex.job.TextScore;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import dev.perplex.text.PrepareSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
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
      "With -v, lines for programs, in the order of the text, as KenLM's query has them:",
      "  word      WORD, ID (or OOV), log10 of its probability, their sum so far; between tabs",
      "  sentence  Total: LOG10 OOV: COUNT, for each line of the text, blank ones too",
      "  summary   perplexity including and excluding OOVs, OOVs, tokens; over all files",
      "",
      "Examples:",
      "  jobs/perplex score --run wordnet-1a2b3c4d news.txt",
      "  echo 'a large dog' | jobs/perplex score -v word",
      "  jobs/perplex score --state stream --cache 500 book.txt"
    })
final class ScoreCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ModelOptions models;
  @Mixin ReadingOptions options;

  @Option(
      names = {"-v", "--verbosity"},
      paramLabel = "LEVEL",
      description = "word (all three), sentence (and summary) or summary; default: a table.")
  Verbosity verbosity;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      defaultValue = "UTF-8",
      description = "Encoding of the text (default: ${DEFAULT-VALUE}).")
  String encoding;

  @Parameters(
      paramLabel = "FILE",
      description = "Text, plain or .gz, .bz2, .zst; '-' or nothing: standard input.")
  List<String> files = new ArrayList<>();

  @Override
  public Integer call() {
    checkEncoding();
    Settings settings = models.settings();
    StoredModel model = models.load();
    TextScore scorer =
        new TextScore(
            model,
            options.reading(settings),
            encoding,
            settings.block("prepare", PrepareSettings.class).badBytes());
    PrintWriter out = spec.commandLine().getOut();
    List<String> all = files.isEmpty() ? List.of("-") : files;
    if (verbosity == null) {
      out.println("model     " + model.origin());
      all.forEach(file -> table(file, score(scorer, file, line -> {}), out));
      return 0;
    }
    ScoreLines lines = new ScoreLines(out, verbosity);
    for (String file : all) {
      score(scorer, file, lines);
    }
    lines.summary();
    return 0;
  }

  private void checkEncoding() {
    try {
      if (Charset.isSupported(encoding)) {
        return;
      }
    } catch (IllegalCharsetNameException e) {
      // told below
    }
    throw PerplexException.usage(
        "--encoding = %s is not a known encoding. Pass --encoding ISO-8859-1.", encoding);
  }

  private static TextScore.Score score(TextScore scorer, String file, TextScore.Listener listener) {
    TextScore.Score score = read(scorer, file, listener);
    if (score.model().tokens() == 0) {
      throw PerplexException.dataRefused(
          "%s holds no text. Give a file with words.", file.equals("-") ? "standard input" : file);
    }
    return score;
  }

  private static TextScore.Score read(TextScore scorer, String file, TextScore.Listener listener) {
    if (file.equals("-")) {
      return scorer.score("standard input", System.in, listener);
    }
    Location place = Location.of(file, new Configuration());
    if (!place.exists()) {
      throw PerplexException.usage("%s does not exist. Give a text file, or '-'.", file);
    }
    try (InputStream in = place.open()) {
      return scorer.score(place.name(), in, listener);
    } catch (IOException e) {
      throw PerplexException.failed(e, "%s cannot be read: %s.", file, e.getMessage());
    }
  }

  private static void table(String file, TextScore.Score score, PrintWriter out) {
    Tally model = score.model();
    Tally unigram = score.unigram();
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
