package dev.perplex.job;

import dev.perplex.lm.dl4j.PyTorchWeights;
import dev.perplex.lm.fused.NpzFile;
import dev.perplex.lm.fused.Safetensors;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Export;
import dev.perplex.store.Location;
import dev.perplex.store.PartOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes the weights of a finished language model where a user wants them. */
public final class WeightsExport {
  private final List<Tensor> weights;

  /**
   * @throws PerplexException exit code 2, for a model without weights
   */
  public WeightsExport(StoredModel model) {
    if (model.isNgram()) {
      throw PerplexException.usage(
          "--model %s is an n-gram model, which has no weights. Give --format arpa, or a train"
              + " artefact.",
          model.origin());
    }
    this.weights = PyTorchWeights.of(model.model());
  }

  /** How many numbers there are. */
  public long parameters() {
    return weights.stream().mapToLong(each -> each.values().length).sum();
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws PerplexException exit code 2, where something stands there
   */
  public void to(Location target, ExportFormat format) {
    try (Export export = Export.to(target)) {
      PartOutput out = export.part(format.label());
      try (out) {
        write(format, out);
      } catch (IOException e) {
        throw PerplexException.failed(
            e, "%s cannot be written: %s.", export.place(format.label()), e.getMessage());
      }
      export.publishFile(out.finished(Map.of()));
    }
  }

  private void write(ExportFormat format, PartOutput out) throws IOException {
    switch (format) {
      case NPZ -> NpzFile.write(weights, out);
      case SAFETENSORS -> Safetensors.write(weights, Map.of("format", "pt"), out);
      default -> throw new IllegalArgumentException(format + " is no form of weights");
    }
  }
}
