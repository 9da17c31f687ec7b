package dev.perplex.job;

import static dev.perplex.job.Word2vecRuns.DATA_REFUSED;
import static dev.perplex.job.Word2vecRuns.USAGE;
import static dev.perplex.job.Word2vecRuns.id;
import static dev.perplex.job.Word2vecRuns.made;
import static dev.perplex.job.Word2vecRuns.newest;
import static dev.perplex.job.Word2vecRuns.on;
import static dev.perplex.job.Word2vecRuns.path;
import static dev.perplex.job.Word2vecRuns.prepared;
import static dev.perplex.job.Word2vecRuns.refused;
import static dev.perplex.job.Word2vecRuns.word2vec;
import static dev.perplex.job.Word2vecRuns.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Stage;
import dev.perplex.report.TrainingRound;
import dev.perplex.report.VectorScore;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.word2vec.WordVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that {@code word2vec} is told to evaluate on and to write, as a user names them. */
class Word2vecFilesIT {
  @TempDir static Path folder;
  private static Workplace place; // 100 words of the small language

  @BeforeAll
  static void prepareIt() throws IOException {
    place = prepared(Files.createDirectory(folder.resolve("main")), Workplace.text());
  }

  @Test
  void everyFormatIsWrittenWithEqualBytesOnAnyCores() throws IOException {
    String all = "word2vec.formats=[text, parquet, spark-ml]";
    made(word2vec(place, all));
    Artefact artefact = newest(place);
    assertThat(made(word2vec(place, "word2vec.formats=[text, parquet, text, spark-ml]")).out())
        .contains("settings and inputs are those of");
    assertThat(artefact.manifest().files())
        .extracting(PartFile::name)
        .containsExactlyInAnyOrder(
            "context.bin",
            "parquet/part-00000.parquet",
            "spark-ml/data/part-00000.parquet",
            "spark-ml/metadata/part-00000",
            "training.json",
            "vectors.bin",
            "vectors.txt");
    made(on("local[1]", place, "word2vec", all, "--force"));
    assertThat(newest(place).folder().uri()).isEqualTo(artefact.folder().uri());
    assertThat(newest(place).manifest().attempt()).isNotEqualTo(artefact.manifest().attempt());
    assertThat(newest(place).content()).isEqualTo(artefact.content());

    WordVectors vectors = StoredVectors.of(artefact);
    stockSparkReads(artefact, vectors);
    exportsOfLess(artefact);
  }

  private static void stockSparkReads(Artefact artefact, WordVectors vectors) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      Word2VecModel model = Word2VecModel.load(path(artefact, "spark-ml").toString());
      assertThat(model.getVectorSize()).isEqualTo(8);
      assertThat(model.getWindowSize()).isEqualTo(3);
      var rows = model.getVectors().collectAsList();
      assertThat(rows).hasSize(vectors.size() - 2);
      for (var row : rows) {
        org.apache.spark.ml.linalg.Vector vector = row.getAs("vector");
        for (int i = 0; i < 8; i++) {
          assertThat((float) vector.apply(i))
              .isEqualTo(vectors.at(id(vectors, row.getString(0)), i));
        }
      }
      var table =
          spark.read().parquet(path(artefact, "parquet").toString()).orderBy("id").collectAsList();
      assertThat(table)
          .extracting(row -> row.getString(0))
          .containsExactlyElementsOf(words(vectors));
    }
  }

  /** An artefact with the binary file alone gives every format, with the bytes of the other. */
  private static void exportsOfLess(Artefact all) throws IOException {
    made(word2vec(place, "word2vec.formats=[]"));
    Artefact less = newest(place);
    assertThat(less.manifest().files())
        .extracting(PartFile::name)
        .containsExactlyInAnyOrder("context.bin", "training.json", "vectors.bin");
    assertThat(path(less, "vectors.bin")).hasSameBinaryContentAs(path(all, "vectors.bin"));
    for (List<String> each :
        List.of(
            List.of("text", "vectors.txt"),
            List.of("binary", "vectors.bin"),
            List.of("parquet", "parquet/part-00000.parquet"),
            List.of("spark-ml", "spark-ml/data/part-00000.parquet"),
            List.of("spark-ml", "spark-ml/metadata/part-00000"))) {
      String format = each.get(0);
      Path target = folder.resolve("exported-" + format);
      if (!Files.exists(target)) {
        made(Commands.run(place.command("export", "--format", format, "--to", target.toString())));
      }
      String below = each.get(1).replaceFirst("^[^/]*/?", "");
      assertThat(target.resolve(below)).hasSameBinaryContentAs(path(all, each.get(1)));
    }
  }

  /** Before the hours of work that earlier stages may take. */
  @Test
  void missingFilesAreToldBeforeAnyStageRuns() throws IOException {
    Workplace fresh = Workplace.small(Files.createDirectory(folder.resolve("fresh")));
    Path none = folder.resolve("none.txt");
    refused(
        Commands.run(fresh.command("pipeline", "--set", "word2vec.evaluate=[\"" + none + "\"]")),
        USAGE,
        "word2vec.evaluate = "
            + none
            + " does not exist. Give files of analogies or of judged word pairs.");
    refused(
        Commands.run(fresh.command("pipeline", "--set", "word2vec.evaluate=[\"" + folder + "\"]")),
        USAGE,
        "word2vec.evaluate = "
            + folder
            + " is a folder. Give files of analogies or of judged word pairs.");
    Path odd = fresh.write("odd.txt", "one\ntwo words\n");
    Ended ended =
        Commands.run(fresh.command("pipeline", "--set", "word2vec.evaluate=[\"" + odd + "\"]"));
    assertThat(ended.code()).isEqualTo(DATA_REFUSED);
    assertThat(ended.err()).startsWith("perplex: odd.txt line 2 holds no two words and a score.");
    assertThat(Commands.run(fresh.command("pipeline", "--set", "word2vec.start=" + none)).err())
        .startsWith("perplex: word2vec.start = " + none + " does not exist.");
    assertThat(fresh.artefacts(Stage.PREPARE)).isEmpty();
  }

  @Test
  void scoresStandInTheArtefactAndInTheReport() throws IOException {
    Path questions =
        place.write("questions.txt", ": family\nban dan fan gan\nban dan fan nobody\n");
    Path pairs = place.write("pairs.tsv", "ban\tdan\t9\nban\tthat\t1\nfan\tis\t2\nno\tbody\t3\n");
    String evaluate = "word2vec.evaluate=[\"" + questions + "\", \"" + pairs + "\"]";
    Ended ended = made(word2vec(place, evaluate));
    List<VectorScore> scores = VectorScore.parse(newest(place).readText(VectorScore.FILE_NAME));
    assertThat(scores).extracting(VectorScore::file).containsExactly("questions.txt", "pairs.tsv");
    VectorScore analogies = scores.get(0);
    assertThat(analogies.kind()).isEqualTo(VectorScore.Kind.ANALOGY);
    assertThat(List.of(analogies.seen(), analogies.total())).containsExactly(1L, 2L);
    assertThat(analogies.sections().get(0).section()).isEqualTo("family");
    VectorScore similarities = scores.get(1);
    assertThat(List.of(similarities.seen(), similarities.total())).containsExactly(3L, 4L);
    assertThat(similarities.spearman()).isBetween(-1.0, 1.0);
    assertThat(ended.out())
        .containsPattern("questions.txt: \\d+\\.\\d\\d % right, 1 of 2 questions seen")
        .contains(
            String.format(
                java.util.Locale.ROOT,
                "pairs.tsv: Spearman %.3f, 3 of 4 pairs seen",
                similarities.spearman()));

    List<String> report = List.of(evaluate, "train.epochs=1", "report.map.words=0");
    for (String stage : List.of("ngram", "train")) {
      made(on("local[2]", place, stage, report.toArray(String[]::new)));
    }
    String out = made(on("local[2]", place, "report", report.toArray(String[]::new))).out();
    Path page = Path.of(out.strip().replaceFirst("(?s).*report: ", ""));
    assertThat(page)
        .content()
        .contains("Analogies</h3>", "Similarity</h3>", "questions.txt", "pairs.tsv");
    assertThat(ReportedRun.read(place.artefact(Stage.REPORT)).vectors().scores()).isEqualTo(scores);
    assertThat(ReportedRun.read(place.artefact(Stage.REPORT)).vectors().training())
        .isEqualTo(TrainingRound.parse(newest(place).readText(TrainingRound.FILE_NAME)))
        .hasSize(6);
  }

  /** Only those who need both the dimension and the embedding refuse that they differ. */
  @Test
  void vectorsOfAnyDimensionAreMadeAlone() {
    made(word2vec(place, "word2vec.dimension=9", "word2vec.epochs=1"));
    for (String command : List.of("train", "report", "pipeline", "config")) {
      Ended ended = Commands.run(place.command(command, "--set", "word2vec.dimension=9"));
      assertThat(ended.code()).isEqualTo(USAGE);
      assertThat(ended.err())
          .isEqualTo(
              "perplex: train.model.embedding = 8 is not word2vec.dimension = 9, from which"
                  + " embeddings start. Pass --set train.model.embedding=9, or --set"
                  + " train.model.embeddings=random.\n");
    }
  }
}
