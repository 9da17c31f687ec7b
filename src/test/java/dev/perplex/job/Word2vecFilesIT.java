package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Stage;
import dev.perplex.report.TrainingRound;
import dev.perplex.report.VectorScore;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.word2vec.GensimFixtures;
import dev.perplex.word2vec.WordVectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that {@code word2vec} is told to read and to write, as a user names them. */
class Word2vecFilesIT {
  private static final int USAGE = 2;
  private static final int DATA_REFUSED = 20;

  /** A rate at which no vector moves: what a training leaves is what it started from. */
  private static final String STANDING_STILL = "word2vec.rate=1e-30";

  @TempDir static Path folder;
  private static Workplace place; // 100 words of the small language
  private static Artefact first; // its vectors, with all settings as they are

  @BeforeAll
  static void prepareIt() throws IOException {
    place = prepared("main", Workplace.text());
    made(word2vec(place, "word2vec.epochs=20", "word2vec.rounds-per-epoch=1"));
    first = place.artefact(Stage.WORD2VEC);
  }

  private static Workplace prepared(String name, List<String> lines) throws IOException {
    Workplace prepared = Workplace.small(Files.createDirectory(folder.resolve(name)));
    prepared.write("text.txt", String.join("\n", lines) + "\n");
    for (Stage stage : List.of(Stage.PREPARE, Stage.TOKENIZE, Stage.VOCAB)) {
      made(Commands.run(prepared.command(stage.label(), "--set", "vocab.max-size=0")));
    }
    return prepared;
  }

  private static Ended word2vec(Workplace where, String... settings) {
    return on("local[2]", where, "word2vec", settings);
  }

  private static Ended on(String master, Workplace where, String command, String... settings) {
    List<String> more = new ArrayList<>(List.of("--set", "vocab.max-size=0"));
    for (String setting : settings) {
      more.addAll(setting.startsWith("--") ? List.of(setting) : List.of("--set", setting));
    }
    return Commands.on(master, where.command(command, more.toArray(String[]::new)));
  }

  private static Ended made(Ended ended) {
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.failedTasks()).isZero();
    return ended;
  }

  private static void refused(Ended ended, int code, String message) {
    assertThat(ended.err()).isEqualTo("perplex: " + message + "\n");
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.failedTasks()).as("no task is tried again").isZero();
  }

  /** The artefact that a command made or found. */
  private static Artefact newest(Workplace where) {
    return where.artefacts(Stage.WORD2VEC).stream()
        .max((a, b) -> started(a).compareTo(started(b)))
        .orElseThrow();
  }

  private static String started(Artefact artefact) {
    return artefact.manifest().record().started();
  }

  private static Path path(Artefact artefact, String name) {
    return Path.of(artefact.folder().toString(), artefact.manifest().attempt(), name);
  }

  private static Path fixture(String name) throws IOException {
    Path file = folder.resolve("gensim-" + name);
    try (InputStream in = GensimFixtures.open(name)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  // Formats

  @Test
  void everyFormatIsWrittenWithEqualBytesOnAnyCores() throws IOException {
    String all = "word2vec.formats=[text, parquet, spark-ml]";
    made(word2vec(place, all));
    Artefact artefact = newest(place);
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

  // Start

  private static List<String> words(WordVectors vectors) {
    return IntStream.range(0, vectors.size()).mapToObj(vectors::word).toList();
  }

  private static int id(WordVectors vectors, String word) {
    return words(vectors).indexOf(word);
  }

  private static float[] row(WordVectors vectors, String word) {
    float[] row = new float[vectors.dimension()];
    vectors.copy(id(vectors, word), row, 0);
    return row;
  }

  private static WordVectors read(Artefact artefact, String name) {
    return StoredVectors.of(artefact.location(artefact.file(name)));
  }

  @Test
  void gensimsVectorsAreTheStart() throws IOException {
    WordVectors gensim = GensimFixtures.vectors("gensim.bin");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add("mira gos tis pu vora newword waed vo " + (i % 7) + " zéed number" + (i % 5));
    }
    Workplace other = prepared("gensim", lines);
    List<Artefact> artefacts = new ArrayList<>();
    for (String name : List.of("gensim.bin", "gensim.txt", "gensim.txt.gz")) {
      Ended ended =
          made(
              word2vec(
                  other,
                  "word2vec.dimension=12",
                  "word2vec.start=" + fixture(name),
                  STANDING_STILL));
      artefacts.add(newest(other));
      WordVectors vectors = StoredVectors.of(newest(other));
      long known = words(vectors).stream().filter(gensim::contains).count();
      assertThat(known).isEqualTo(8);
      assertThat(ended.out())
          .contains("8 of " + (vectors.size() - 2) + " words start from given vectors");
      for (String word : words(vectors)) {
        if (gensim.contains(word)) {
          assertThat(row(vectors, word)).as(name + " " + word).isEqualTo(row(gensim, word));
        } else if (!word.startsWith("<")) {
          assertThat(row(vectors, word)).hasSize(12).isNotEqualTo(new float[12]);
          for (float number : row(vectors, word)) {
            assertThat(Math.abs(number)).isLessThanOrEqualTo(0.5f / 12);
          }
        }
      }
    }
    assertThat(artefacts.get(1).content()).isEqualTo(artefacts.get(0).content());
    assertThat(artefacts).extracting(each -> each.folder().uri()).doesNotHaveDuplicates();
  }

  /** New text with more words: the old ones keep both of their vectors, new ones start anew. */
  @Test
  void aFinishedTrainingGoesOnWithMoreWords() throws IOException {
    List<String> lines = new ArrayList<>(SmallText.lines(300, 9));
    for (int i = 0; i < 60; i++) {
      lines.add(
          "The ban that gave "
              + "pqrstu".charAt(i % 6)
              + "ot is not "
              + "xyzw".charAt(i % 4)
              + "el.");
    }
    Workplace grown = prepared("grown", lines);
    String start = "word2vec.start=" + first.folder();
    Ended ended = made(word2vec(grown, start, STANDING_STILL));
    Artefact still = newest(grown);
    WordVectors before = StoredVectors.of(first);
    WordVectors after = StoredVectors.of(still);
    WordVectors targets = read(first, VectorOutputs.CONTEXT);
    WordVectors targetsAfter = read(still, VectorOutputs.CONTEXT);
    int old = 0;
    for (String word : words(after)) {
      if (before.contains(word)) {
        assertThat(row(after, word)).as(word).isEqualTo(row(before, word));
        assertThat(row(targetsAfter, word))
            .as(word)
            .containsExactly(row(targets, word), within(1e-20f));
        old += word.startsWith("<") ? 0 : 1;
      } else {
        assertThat(row(after, word)).isNotEqualTo(new float[8]);
        assertThat(row(targetsAfter, word)).containsExactly(new float[8], within(1e-20f));
      }
    }
    assertThat(old).isBetween(50, after.size() - 2 - 10);
    assertThat(ended.out())
        .contains(old + " of " + (after.size() - 2) + " words start from given vectors");

    made(word2vec(grown, start));
    double continued = firstHeldOutLoss(newest(grown));
    made(word2vec(grown));
    double anew = firstHeldOutLoss(newest(grown));
    assertThat(continued).isLessThan(anew - 0.2);
    assertThat(firstHeldOutLoss(still)).isLessThan(anew - 0.2);
  }

  private static double firstHeldOutLoss(Artefact artefact) {
    return TrainingRound.parse(artefact.readText(TrainingRound.FILE_NAME)).get(0).heldOutLoss();
  }

  @Test
  void theContentOfTheStartCountsAndNotItsPlace() throws IOException {
    Workplace other = prepared("content", Workplace.text());
    List<String> lines = new ArrayList<>(List.of("2 8"));
    lines.add("ban 1 2 3 4 5 6 7 8");
    lines.add("dan 1 2 3 4 5 6 7 9");
    Path one = other.write("one.txt", String.join("\n", lines) + "\n");
    made(word2vec(other, "word2vec.start=" + one));
    Path two = other.write("two.txt", String.join("\n", lines) + "\n");
    Files.delete(one);
    assertThat(made(word2vec(other, "word2vec.start=" + two)).out())
        .contains("settings and inputs are those of");
    assertThat(other.artefacts(Stage.WORD2VEC)).hasSize(1);
    lines.set(2, "dan 1 2 3 4 5 6 7 8");
    other.write("two.txt", String.join("\n", lines) + "\n");
    assertThat(made(word2vec(other, "word2vec.start=" + two)).out())
        .contains("2 of ")
        .doesNotContain("settings and inputs are those of");
    assertThat(other.artefacts(Stage.WORD2VEC)).hasSize(2);
  }

  @Test
  void aStartThatCannotBeIsRefused() throws IOException {
    refused(
        word2vec(place, "word2vec.start=" + folder.resolve("none.bin")),
        USAGE,
        "word2vec.start = "
            + folder.resolve("none.bin")
            + " does not exist. Give a file of vectors (word2vec text or binary), or the folder of a"
            + " finished word2vec artefact.");
    refused(
        word2vec(place, "word2vec.start=" + folder),
        USAGE,
        "word2vec.start = "
            + folder
            + " is a folder without a finished artefact. Give a file of vectors, or"
            + " artefacts/word2vec/FINGERPRINT below a storage root.");
    String vocab = place.artefact(Stage.VOCAB).folder().toString();
    refused(
        word2vec(place, "word2vec.start=" + vocab),
        USAGE,
        "word2vec.start = "
            + vocab
            + " is an artefact of vocab, not of word2vec. Give artefacts/word2vec/FINGERPRINT.");
    Path gensim = fixture("gensim.bin");
    refused(
        word2vec(place, "word2vec.start=" + gensim),
        USAGE,
        "word2vec.start = "
            + gensim
            + " has vectors of 12 components, and word2vec.dimension = 8. Set"
            + " word2vec.dimension=12, or start from other vectors.");
    long words = place.artefact(Stage.VOCAB).count("vocabulary");
    refused(
        word2vec(place, "word2vec.start=" + gensim, "word2vec.dimension=12"),
        DATA_REFUSED,
        "word2vec.start = "
            + gensim
            + " has none of the "
            + words
            + " words of the vocabulary. Give vectors of words that are spelled as tokenize spells"
            + " them (letter-case, numbers).");
    Path nan = place.write("nan.txt", "2 8\nban 1 2 3 4 5 6 7 8\ndan 1 2 3 4 5 6 7 NaN\n");
    Ended damaged = word2vec(place, "word2vec.start=" + nan);
    assertThat(damaged.code()).isEqualTo(DATA_REFUSED);
    assertThat(damaged.err())
        .startsWith("perplex: " + nan + " line 3 holds NaN in the vector of dan");
    assertThat(damaged.failedTasks()).isZero();
    byte[] bytes = Files.readAllBytes(path(first, "vectors.bin"));
    Path cut = place.write("cut.bin", Arrays.copyOf(bytes, bytes.length - 9));
    damaged = word2vec(place, "word2vec.start=" + cut);
    assertThat(damaged.code()).isEqualTo(DATA_REFUSED);
    assertThat(damaged.err())
        .startsWith("perplex: " + cut + " is cut short: it ends in word " + words + " of " + words);
    assertThat(damaged.failedTasks()).isZero();
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

  // Evaluate

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
    made(on("local[2]", place, "train", report.toArray(String[]::new)));
    String out = made(on("local[2]", place, "report", report.toArray(String[]::new))).out();
    Path page = Path.of(out.strip().replaceFirst("(?s).*report: ", ""));
    assertThat(page)
        .content()
        .contains("Analogies by vector", "Similarity by vector", "questions.txt", "pairs.tsv");
    assertThat(ReportJob.read(place.artefact(Stage.REPORT)).vectors().scores()).isEqualTo(scores);
    assertThat(ReportJob.read(place.artefact(Stage.REPORT)).vectors().training())
        .isEqualTo(TrainingRound.parse(newest(place).readText(TrainingRound.FILE_NAME)))
        .hasSize(6);
  }

  // Settings of other stages

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
