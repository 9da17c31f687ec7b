package dev.perplex.cli;

import dev.perplex.job.ArpaExport;
import dev.perplex.job.ExportFormat;
import dev.perplex.job.FinishedRun;
import dev.perplex.job.StoredModel;
import dev.perplex.job.VectorsExport;
import dev.perplex.job.WeightsExport;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A run's vectors, or the weights of its language model, for other tools. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes vectors, a network's weights or an n-gram model for other tools.",
      "The place may be on any file system that Hadoop reaches.",
      "Nothing is overwritten, and what is written appears whole or not at all."
    },
    footer = {
      "",
      "Formats of word vectors:",
      "  spark-ml  a folder that Word2VecModel.load of Spark ML reads",
      "  parquet   a folder of Parquet files: word, id, vector",
      "  text      one file, the text format of word2vec",
      "  binary    one file, the binary format of word2vec",
      "",
      "Formats of a language model, with the names and gate order of PyTorch's nn.LSTM:",
      "  safetensors  one file, for safetensors.torch.load_file",
      "  npz          one file, for numpy.load",
      "",
      "Formats of an n-gram model:",
      "  arpa     one file, for KenLM and SRILM",
      "  arpa-gz  the same, packed",
      "",
      "Examples:",
      "  jobs/perplex export --format spark-ml --to hdfs:///models/words",
      "  jobs/perplex export --format safetensors --to lstm.safetensors",
      "  jobs/perplex export --format arpa --to words.arpa"
    })
final class ExportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ModelOptions models;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "spark-ml, parquet, text or binary; safetensors or npz; arpa or arpa-gz.")
  String format;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PATH",
      description = "The new file or folder.")
  String target;

  @Override
  public Integer call() {
    ExportFormat chosen = ExportFormat.of(format);
    models.refuseStage("--format " + chosen.label());
    Location place = Location.of(target, new Configuration());
    switch (chosen.stage()) {
      case TRAIN -> weights(place, chosen);
      case NGRAM -> ngrams(place, chosen);
      default -> vectors(place, chosen);
    }
    return 0;
  }

  private void vectors(Location place, ExportFormat chosen) {
    if (models.model != null) {
      throw PerplexException.usage(
          "--model %s names a language model, and --format %s is one of word vectors. Give --run,"
              + " or --format safetensors.",
          models.model, chosen.label());
    }
    Artefact artefact = FinishedRun.artefact(models.storage.root(), models.run, Stage.WORD2VEC);
    new VectorsExport(artefact).to(place, chosen);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%,d vectors of %d components: %s (%s)%n",
            artefact.count("words"),
            artefact.count("dimension"),
            place,
            chosen.summary());
  }

  private void ngrams(Location place, ExportFormat chosen) {
    long grams = new ArpaExport(models.artefact(Stage.NGRAM)).to(place, chosen);
    spec.commandLine()
        .getOut()
        .printf(Locale.ROOT, "%,d n-grams: %s (%s)%n", grams, place, chosen.summary());
  }

  private void weights(Location place, ExportFormat chosen) {
    WeightsExport export = new WeightsExport(new StoredModel(models.artefact(Stage.TRAIN)));
    export.to(place, chosen);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT, "%,d weights: %s (%s)%n", export.parameters(), place, chosen.summary());
  }
}
