package dev.perplex.job;

import dev.perplex.eval.LanguageModel;
import dev.perplex.lm.spark.ModelSource;
import dev.perplex.ngram.NgramSettings;
import dev.perplex.ngram.spark.StoredNgram;
import dev.perplex.store.Artefact;
import java.util.Arrays;
import java.util.Locale;

/** The n-gram model in the report's table. Executors read it from where it lies. */
record NgramRow(Artefact artefact, NgramSettings settings) implements ModelSource {

  @Override
  public String kind() {
    return "ngram";
  }

  @Override
  public String checksum() {
    return artefact.content();
  }

  @Override
  public LanguageModel open() {
    return StoredNgram.of(artefact).model();
  }

  /** For people. */
  String title() {
    String smoothing =
        switch (settings.smoothing()) {
          case MODIFIED_KNESER_NEY -> "Kneser-Ney";
          case KNESER_NEY -> "Kneser-Ney (one discount)";
          case ABSOLUTE -> "Absolute discount";
          case KATZ -> "Katz";
          case ADD_K -> "Add-k";
        };
    return smoothing + " " + settings.order() + "-gram";
  }

  String weights() {
    return String.format(
        Locale.ROOT,
        "%s of order %d, %,d n-grams",
        settings.smoothing().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        settings.order(),
        Arrays.stream(NgramJob.grams(artefact.manifest().counts(), settings.order())).sum());
  }
}
