package dev.perplex.lm.spark;

import dev.perplex.eval.LanguageReader;
import dev.perplex.eval.MixtureWeights;
import dev.perplex.eval.Unigram;
import dev.perplex.lm.Reading;
import dev.perplex.provenance.Fingerprint;
import java.io.Serializable;
import java.util.List;

/** One model of several that the same documents are scored by. */
@FunctionalInterface
public interface LossColumn extends Serializable {

  /** Of one task: documents come in order, and what it keeps is its own. */
  @FunctionalInterface
  interface Losses {

    /**
     * @param before what the columns before this one made of the same documents
     * @return [documents][tokens] nats
     */
    double[][] of(List<int[]> documents, List<double[][]> before);
  }

  /** Begins to read, on an executor. */
  Losses start();

  /**
   * A neural model.
   *
   * @param model as {@link LanguageModels} reads it
   */
  static LossColumn neural(byte[] model, Reading reading) {
    String checksum = Fingerprint.sha256(model);
    return () -> {
      LanguageReader reader = reading.reader(ModelPool.of(checksum, model));
      return (documents, before) -> reading.losses(reader, documents);
    };
  }

  /** A model of another kind. */
  static LossColumn of(ModelSource source, Reading reading) {
    return () -> {
      LanguageReader reader = reading.reader(ModelPool.of(source));
      return (documents, before) -> reading.losses(reader, documents);
    };
  }

  static LossColumn unigram(Unigram unigram) {
    return () ->
        (documents, before) -> documents.stream().map(unigram::losses).toArray(double[][]::new);
  }

  /**
   * Other columns, mixed.
   *
   * @param parts numbers of columns before this one
   * @param weights of the parts
   */
  static LossColumn mixture(List<Integer> parts, List<Double> weights) {
    double[] shares = weights.stream().mapToDouble(Double::doubleValue).toArray();
    return () ->
        (documents, before) -> {
          double[][] mixed = new double[documents.size()][];
          for (int document = 0; document < mixed.length; document++) {
            double[][] losses = new double[shares.length][];
            for (int part = 0; part < losses.length; part++) {
              losses[part] = before.get(parts.get(part))[document];
            }
            mixed[document] = MixtureWeights.losses(shares, losses);
          }
          return mixed;
        };
  }
}
