package dev.perplex.job;

import dev.perplex.config.Settings;
import dev.perplex.lm.Reading;
import dev.perplex.lm.TrainSettings;
import dev.perplex.report.ReportSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader must know of a report's numbers. */
final class ReportNotes {
  /** With fewer, resamples say little of what other documents would have given. */
  private static final int FEW_UNITS = 30;

  private ReportNotes() {}

  /**
   * @param rows notes of the table's rows
   * @param units that the bootstrap draws from
   */
  static List<String> of(Settings settings, ReportSettings report, List<String> rows, long units) {
    boolean stream = report.state() == Reading.State.STREAM;
    List<String> notes = new ArrayList<>();
    notes.add(
        "Perplexity is exp of the mean loss over the counted tokens; the first token of "
            + (stream ? "the split" : "a document")
            + " is predicted from <eos>, and each <eos> is a token that is predicted too.");
    notes.add(
        "Without <unk>: tokens outside the vocabulary are left out of sum and count. They still"
            + " stand in the context of what follows.");
    notes.add(
        "Bits per character and byte divide by the raw text, line ends included. An unknown word"
            + " costs what <unk> costs and is never spelled out, so with unknown words they are"
            + " lower bounds.");
    notes.add(
        "The unigram gives each word its share of the training tokens, on the same test tokens.");
    notes.add(bootstrap(report, units));
    notes.addAll(rows);
    notes.addAll(training(settings, stream));
    return notes;
  }

  private static String bootstrap(ReportSettings report, long units) {
    if (units < 2) {
      return "The test split is one unit, so how far its figures may be off by chance is not"
          + " known: there are no intervals.";
    }
    String drawn =
        report.bootstrap().block() == 1
            ? "documents"
            : "blocks of " + report.bootstrap().block() + " documents in a row";
    return String.format(
        Locale.ROOT,
        "Intervals (%.0f %%) and p-values come of %,d bootstrap resamples of the test split's %,d %s:"
            + " they say what other documents of the same kind would have given, not what another"
            + " training of the model would have.%s",
        100 * report.bootstrap().level(),
        report.bootstrap().resamples(),
        units,
        drawn,
        units < FEW_UNITS ? " With so few, they are too narrow." : "");
  }

  private static List<String> training(Settings settings, boolean stream) {
    List<String> notes = new ArrayList<>();
    TrainSettings train = settings.block("train", TrainSettings.class);
    boolean carried = train.engine().equals("fused") && train.state() == Reading.State.STREAM;
    if (carried && !stream) {
      notes.add(
          "Training carried the model's state from document to document (train.state = stream);"
              + " here each document starts from an empty state, which the model hardly knows. Set"
              + " report.state = stream, or train with train.state = document.");
    }
    if (train.maxTokens() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Trained on at most %,d tokens of the training split in an epoch (train.max-tokens).",
              train.maxTokens()));
    }
    if (train.validationTokens() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The weights were chosen on about %,d tokens of the validation split"
                  + " (train.validation-tokens).",
              train.validationTokens()));
    }
    if ("dl4j".equals(settings.values("train").get("train.engine"))) {
      notes.add(
          "Trained by dl4j-spark's parameter averaging, which resets the recurrent state at each"
              + " minibatch, resumes by segment, and is not bit-stable: the same settings may give"
              + " slightly other numbers.");
    }
    return notes;
  }
}
