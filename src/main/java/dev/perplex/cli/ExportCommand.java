package dev.perplex.cli;

import dev.perplex.job.ExportFormat;
import dev.perplex.job.FinishedRun;
import dev.perplex.job.VectorsExport;
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

/** A run's vectors for other tools. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a run's word vectors for other tools, to any file system that Hadoop reaches.",
      "Nothing is overwritten, and what is written appears whole or not at all."
    },
    footer = {
      "",
      "Formats:",
      "  spark-ml  a folder that Word2VecModel.load of Spark ML reads",
      "  parquet   a folder of Parquet files: word, id, vector",
      "  text      one file, the text format of word2vec",
      "  binary    one file, the binary format of word2vec",
      "",
      "Example:  jobs/perplex export --format spark-ml --to hdfs:///models/words"
    })
final class ExportCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin StorageOptions storage;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "The run whose vectors are written (default: the one that ended last).")
  String run;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "spark-ml, parquet, text or binary.")
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
    Location place = Location.of(target, new Configuration());
    Artefact artefact = FinishedRun.artefact(storage.root(), run, Stage.WORD2VEC);
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
    return 0;
  }
}
