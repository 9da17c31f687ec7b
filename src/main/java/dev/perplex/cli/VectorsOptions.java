package dev.perplex.cli;

import dev.perplex.job.FinishedRun;
import dev.perplex.job.StoredVectors;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.word2vec.WordVectors;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which vectors a tool takes: those of a run, or any file. */
final class VectorsOptions {
  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Vectors in word2vec's text or binary format, plain or .gz, in place of a run's.")
  String file;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "The run whose vectors are used (default: the one that ended last).")
  String run;

  @Mixin StorageOptions storage;

  private String origin;

  WordVectors load() {
    if (file == null) {
      Artefact artefact = FinishedRun.artefact(storage.root(), run, Stage.WORD2VEC);
      origin = artefact.folder().toString();
      return StoredVectors.of(artefact);
    }
    if (run != null) {
      throw PerplexException.usage(
          "--vectors %s and --run %s name different vectors. Give one of them.", file, run);
    }
    Location place = Location.of(file, new Configuration());
    origin = place.toString();
    return StoredVectors.of(place);
  }

  /** Where the loaded vectors lie. */
  String origin() {
    return origin;
  }

  /**
   * @throws PerplexException where it is below 1
   */
  static int atLeastOne(String option, int count) {
    if (count < 1) {
      throw PerplexException.usage("%s = %d is below 1. Pass %s 10.", option, count, option);
    }
    return count;
  }
}
