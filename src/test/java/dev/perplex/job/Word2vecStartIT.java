package dev.perplex.job;

import static dev.perplex.job.Word2vecRuns.DATA_REFUSED;
import static dev.perplex.job.Word2vecRuns.USAGE;
import static dev.perplex.job.Word2vecRuns.id;
import static dev.perplex.job.Word2vecRuns.made;
import static dev.perplex.job.Word2vecRuns.newest;
import static dev.perplex.job.Word2vecRuns.path;
import static dev.perplex.job.Word2vecRuns.prepared;
import static dev.perplex.job.Word2vecRuns.refused;
import static dev.perplex.job.Word2vecRuns.word2vec;
import static dev.perplex.job.Word2vecRuns.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Stage;
import dev.perplex.report.TrainingRound;
import dev.perplex.store.Artefact;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vectors that {@code word2vec} is told to start from: those of others, and a finished training.
 */
class Word2vecStartIT {
  /** A rate at which no vector moves: what a training leaves is what it started from. */
  private static final String STANDING_STILL = "word2vec.rate=1e-30";

  @TempDir static Path folder;
  private static Workplace place; // 100 words of the small language
  private static Artefact first; // its vectors, with all settings as they are

  @BeforeAll
  static void prepareIt() throws IOException {
    place = in("main", Workplace.text());
    made(word2vec(place, "word2vec.epochs=20", "word2vec.rounds-per-epoch=1"));
    first = place.artefact(Stage.WORD2VEC);
  }

  private static Workplace in(String name, List<String> lines) throws IOException {
    return prepared(Files.createDirectory(folder.resolve(name)), lines);
  }

  private static Path fixture(String name) throws IOException {
    Path file = folder.resolve("gensim-" + name);
    try (InputStream in = GensimFixtures.open(name)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
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
    Workplace other = in("gensim", lines);
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
    Workplace grown = in("grown", lines);
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
    Workplace other = in("content", Workplace.text());
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
  void theInnerNodesOfATreeDoNotGoOnAndTheStageSaysSo() {
    Ended ended =
        made(
            word2vec(
                place,
                "word2vec.loss=hierarchical-softmax",
                "word2vec.start=" + first.folder(),
                STANDING_STILL));
    assertThat(ended.out())
        .contains(
            "word2vec.loss = hierarchical-softmax goes on with the vectors of the words alone: the"
                + " inner nodes of the tree, which no file has, start at zero");
    assertThat(row(StoredVectors.of(newest(place)), "ban"))
        .isEqualTo(row(read(first, "vectors.bin"), "ban"));
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
    Path twice =
        place.write(
            "twice.txt", "3 8\nban 1 2 3 4 5 6 7 8\nnew 1 2 3 4 5 6 7 8\nban 1 2 3 4 5 6 7 8\n");
    damaged = word2vec(place, "word2vec.start=" + twice);
    assertThat(damaged.code()).isEqualTo(DATA_REFUSED);
    assertThat(damaged.err()).startsWith("perplex: " + twice + " line 4 holds the word ban again");
    assertThat(damaged.failedTasks()).isZero();
    byte[] bytes = Files.readAllBytes(path(first, "vectors.bin"));
    Path cut = place.write("cut.bin", Arrays.copyOf(bytes, bytes.length - 9));
    damaged = word2vec(place, "word2vec.start=" + cut);
    assertThat(damaged.code()).isEqualTo(DATA_REFUSED);
    assertThat(damaged.err())
        .startsWith("perplex: " + cut + " is cut short: it ends in word " + words + " of " + words);
    assertThat(damaged.failedTasks()).isZero();
  }
}
