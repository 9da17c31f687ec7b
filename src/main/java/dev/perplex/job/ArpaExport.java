package dev.perplex.job;

import dev.perplex.ngram.NgramParts;
import dev.perplex.ngram.NgramSettings;
import dev.perplex.ngram.spark.StoredNgram;
import dev.perplex.provenance.Labels;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Export;
import dev.perplex.store.Location;
import java.util.Arrays;

/** Writes a finished n-gram model as an ARPA file where a user wants it. */
public final class ArpaExport {
  private final Artefact artefact;

  /**
   * @throws PerplexException exit code 2, where it is the artefact of another stage
   */
  public ArpaExport(Artefact artefact) {
    String stage = artefact.manifest().stage();
    if (!stage.equals(Stage.NGRAM.label())) {
      throw PerplexException.usage(
          "--model %s is an artefact of %s, not of ngram. Give artefacts/ngram/FINGERPRINT.",
          artefact.folder(), stage);
    }
    this.artefact = artefact;
  }

  /**
   * Writes the file, whole or not at all.
   *
   * @return how many n-grams are in it
   * @throws PerplexException exit code 2, where something stands there, or the model has no form as
   *     ARPA
   */
  public long to(Location target, ExportFormat format) {
    NgramParts model = StoredNgram.of(artefact).parts();
    if (!model.smoothing().backsOff()) {
      throw PerplexException.usage(
          "%s is a model of ngram.smoothing = %s, which has no back-off weights, as an ARPA file"
              + " must. Train one with another smoothing.",
          artefact.folder(), Labels.of(model.smoothing()));
    }
    NgramSettings.ArpaForm form =
        format == ExportFormat.ARPA_GZ ? NgramSettings.ArpaForm.GZ : NgramSettings.ArpaForm.PLAIN;
    long[] grams = NgramJob.grams(artefact.manifest().counts(), model.order());
    try (Export export = Export.to(target)) {
      export.publishFile(
          NgramJob.arpa(model, grams, VocabJob.vocabulary(artefact), form, export, format.label()));
    }
    return Arrays.stream(grams).sum();
  }
}
