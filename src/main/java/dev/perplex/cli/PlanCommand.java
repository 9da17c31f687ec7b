package dev.perplex.cli;

import dev.perplex.config.Settings;
import dev.perplex.cost.Costs;
import dev.perplex.cost.NgramCost;
import dev.perplex.cost.Placement;
import dev.perplex.cost.Plan;
import dev.perplex.cost.TextSize;
import dev.perplex.cost.TrainCost;
import dev.perplex.cost.Word2vecCost;
import dev.perplex.job.Pipeline;
import dev.perplex.job.VectorFileSettings;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.ngram.NgramSettings;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.vocab.VocabSettings;
import dev.perplex.vocab.VocabularyFile;
import dev.perplex.word2vec.Word2vecSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a run is going to take, before it runs. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Reckons time, bytes and memory of word2vec, ngram and train, and the Spark options to set.",
      "Nothing is run. Settings are those of the run; workers that nobody set are as many as tasks",
      "run at once. The formulas and how well they hold: src/site/markdown/scale.md."
    },
    footer = {
      "",
      "Examples:",
      "  jobs/perplex plan --tokens 1e9 --executors 100",
      "  jobs/perplex plan --tokens 1e9 --words 10_000_000 --executors 100 --slots 4",
      "  jobs/perplex plan --vocabulary storage/artefacts/vocab/.../vocabulary.txt --executors 4"
    })
final class PlanCommand implements Callable<Integer> {
  private static final double GIGABIT = 1e9 / 8; // bytes

  @Spec CommandSpec spec;
  @Mixin SettingsOptions options;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      converter = Count.class,
      description = "Tokens of the training split: 1e9, 10_000_000 (default: the vocabulary's).")
  Long tokens;

  @Option(
      names = "--valid-tokens",
      paramLabel = "N",
      converter = Count.class,
      description = "Tokens of the validation split (default: an 18th of --tokens).")
  Long validTokens;

  @Option(
      names = "--words",
      paramLabel = "N",
      converter = Count.class,
      description = "Words of the vocabulary (default: by tokens, at most vocab.max-size).")
  Long words;

  @Option(
      names = "--vocabulary",
      paramLabel = "FILE",
      description = "vocabulary.txt of a vocab artefact: its counts in place of Zipf's law.")
  Path vocabulary;

  @Option(
      names = "--executors",
      paramLabel = "N",
      defaultValue = "2",
      converter = Count.class,
      description = "Executors (default: ${DEFAULT-VALUE}).")
  long executors;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "1",
      converter = Count.class,
      description = "Tasks that an executor runs at once (default: ${DEFAULT-VALUE}).")
  long slots;

  @Option(
      names = "--cores",
      paramLabel = "N",
      converter = Count.class,
      description = "Physical cores of all executors together (default: one a task).")
  Long cores;

  @Option(
      names = "--network",
      paramLabel = "GBIT",
      description = "Gigabits a second into an executor (default: as the costs have it).")
  Double network;

  @Option(
      names = "--costs",
      paramLabel = "FILE",
      description = "Constants of src/bench/cost-model (default: those of the reference machine).")
  Path costs;

  @Option(names = "--json", description = "Print JSON, with the amounts behind the times.")
  boolean json;

  @Override
  public Integer call() {
    Placement place =
        cores == null
            ? Placement.of(small("--executors", executors), small("--slots", slots))
            : new Placement(
                small("--executors", executors), small("--slots", slots), small("--cores", cores));
    Settings settings = settings(place);
    Pipeline.check(settings, List.of(Stage.WORD2VEC, Stage.NGRAM, Stage.TRAIN));
    Costs measured = measured();
    TextSize text = text(settings.block("vocab", VocabSettings.class), measured);
    Word2vecSettings word2vec = settings.block("word2vec", Word2vecSettings.class);
    TrainSettings train = settings.block("train", TrainSettings.class);
    Plan plan =
        Plan.of(
            text,
            place,
            new Word2vecCost(
                word2vec, settings.block("word2vec", VectorFileSettings.class).formats(), measured),
            new NgramCost(settings.block("ngram", NgramSettings.class), measured),
            new TrainCost(settings.block("train.model", ModelSettings.class), train, measured));
    PlanTable table =
        new PlanTable(plan, measured, vocabulary != null, word2vec.workers(), train.workers());
    spec.commandLine().getOut().print(json ? table.json() : table.text());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static int small(String option, long value) {
    if (value > 1_000_000) {
      throw PerplexException.usage("%s %d is above 1000000. Give fewer.", option, value);
    }
    return (int) value;
  }

  /**
   * As a run has them; workers fill the slots where only reference.conf says how many there are.
   */
  private Settings settings(Placement place) {
    Settings settings = options.load();
    List<String> more = new ArrayList<>();
    for (Settings.Effective each : settings.effective()) {
      if (each.key().matches("(word2vec|train)\\.workers") && each.origin().equals("default")) {
        more.add(each.key() + "=" + place.all());
      }
    }
    return options.load(more);
  }

  private Costs measured() {
    Costs read =
        costs == null ? Costs.shipped() : Costs.parse(read("--costs", costs), costs.toString());
    if (network != null && !(network > 0 && network < 1e6)) {
      throw PerplexException.usage(
          "--network %s is not between 0 and 1000000 Gbit/s. Give --network 10.", network);
    }
    return network == null ? read : read.withNetwork(network * GIGABIT);
  }

  private TextSize text(VocabSettings vocab, Costs measured) {
    if (vocabulary != null) {
      var counted = VocabularyFile.parse(read("--vocabulary", vocabulary), vocabulary.toString());
      if (words != null) {
        throw PerplexException.usage(
            "--words %d and --vocabulary say the same twice. Leave one of them out.", words);
      }
      return valid(TextSize.of(counted, tokens == null ? counted.tokens() : tokens));
    }
    if (tokens == null) {
      throw PerplexException.usage(
          "plan needs the size of the text. Give --tokens 1e9, or --vocabulary FILE.");
    }
    long size = words == null ? measured.vocabulary(tokens, vocab.minCount()) : words;
    if (words == null && vocab.maxSize() > 0) {
      size = Math.min(size, vocab.maxSize());
    }
    if (size < 3 || size > TextSize.MOST_WORDS) {
      throw PerplexException.usage(
          "--words %d is not between 3 and %d. Give another number, or leave it out.",
          size, TextSize.MOST_WORDS);
    }
    return valid(TextSize.zipf(tokens, (int) size));
  }

  private TextSize valid(TextSize text) {
    return validTokens == null ? text : text.withValid(validTokens);
  }

  private static String read(String option, Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw PerplexException.usage(
          "%s %s cannot be read. Check its path and permissions.", option, file);
    }
  }
}
