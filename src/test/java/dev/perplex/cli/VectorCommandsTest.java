package dev.perplex.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import dev.perplex.word2vec.GensimFixtures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools for vectors on files, as a user types them. */
class VectorCommandsTest {
  private static final int USAGE = 2;
  private static final int REFUSED = 20;
  private static final String WAY_OUT =
      " Write it again, or name a file in the format of word2vec.\n";

  @TempDir Path folder;
  private Path vectors;

  private record Ended(int code, String out, String err) {}

  private static Ended run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Perplex.run(new PrintWriter(out, true), new PrintWriter(err, true), false, arguments);
    return new Ended(code, out.toString(), err.toString());
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private String fixture(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, GensimFixtures.open(name).readAllBytes());
    return file.toString();
  }

  @BeforeEach
  void royalVectors() throws IOException {
    vectors =
        file(
            "v.txt",
            "7 2\n<unk> 0 0\nman 1 0\nking 3 3\nwoman 0 2\nboy 1 -2\nqueen -5 5\nMan -1 -1\n");
  }

  private Ended with(String command, String... more) {
    String[] all =
        Arrays.copyOf(new String[] {command, "--vectors", vectors.toString()}, 3 + more.length);
    System.arraycopy(more, 0, all, 3, more.length);
    return run(all);
  }

  private static void prints(Ended ended, String... lines) {
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEqualTo(String.join("\n", lines) + "\n");
    assertThat(ended.code()).isZero();
  }

  private static void refused(Ended ended, int code, String message) {
    assertThat(ended.err()).isEqualTo("perplex: " + message);
    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void neighboursOfEachWord() {
    prints(
        with("neighbours", "man", "woman", "--count", "2"),
        "man",
        "  king                      0.707",
        "  boy                       0.447",
        "woman",
        "  king                      0.707",
        "  queen                     0.707");
  }

  @Test
  void analogyByBothMethods() {
    prints(
        with("analogy", "man", "king", "woman", "-n", "1"),
        "man is to king as woman is to (3CosAdd)",
        "  queen                     0.816");
    prints(
        with("analogy", "man", "king", "woman", "-n", "1", "--method", "3CosMul"),
        "man is to king as woman is to (3CosMul)",
        "  queen                     2.914");
  }

  @Test
  void similarityOfTwoAndOfMore() {
    prints(with("similarity", "king", "woman"), "king woman 0.7071");
    prints(
        with("similarity", "king", "woman", "boy"),
        "                        king   woman     boy",
        "king                   1.000   0.707  -0.316",
        "woman                  0.707   1.000  -0.894",
        "boy                   -0.316  -0.894   1.000");
  }

  @Test
  void aWideTableIsCutIntoBlocksThatFitATerminal() {
    Ended ended =
        with("similarity", "king", "woman", "boy", "queen", "Man", "man", "king", "<unk>", "boy");
    assertThat(ended.out().lines())
        .hasSize(20)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(ended.out().lines().skip(10).findFirst())
        .hasValue("                       <unk>     boy");
  }

  @Test
  void evaluationOfAnalogiesAndSimilarities() throws IOException {
    String questions =
        file(
                "q.txt",
                ": family\nMan King Woman Queen\nman king girl princess\n: gram1-x\nman king woman"
                    + " boy\n: none\na b c d\n")
            .toString();
    String pairs =
        file("p.csv", "a,b,score\nman,king,9\nking,woman,8\nman,boy,7.5\nx,y,1\n").toString();
    prints(
        with("evaluate-vectors", questions, pairs),
        "vectors  " + vectors,
        "         7 words of 2 dimensions",
        "rules    case is ignored (both upper); lines with a missing word are left out",
        "",
        "q.txt: analogies by 3CosAdd among the first 7 words",
        "section                          right     seen    total    seen % accuracy %",
        "family                               1        1        2     50.00     100.00",
        "gram1-x                              0        1        1    100.00       0.00",
        "none                                 0        0        1      0.00          -",
        "semantic                             1        1        3     33.33     100.00",
        "syntactic                            0        1        1    100.00       0.00",
        "total                                1        2        4     50.00      50.00",
        "of 11 distinct words in the questions, 5 are there (45.45 %)",
        "",
        "p.csv: similarities among the first 7 words",
        "pairs seen                           3 of 4 (75.00 %)",
        "Spearman (ties averaged)        0.8660",
        "Pearson                         0.7559");
    assertThat(with("evaluate-vectors", file("one.txt", "man king 9\n").toString()).out())
        .endsWith(
            "pairs seen                           1 of 1 (100.00 %)\n"
                + "Spearman (ties averaged)             -\n"
                + "Pearson                              -\n");
  }

  @Test
  void theRulesAreOptions() throws IOException {
    String questions =
        file("q.txt", ": family\nMAN king woman queen\nman king woman queen\n").toString();
    assertThat(with("evaluate-vectors", questions, "--case-sensitive").out())
        .contains("rules    case matters; lines with")
        .contains("total                                1        1        2     50.00     100.00");
    assertThat(with("evaluate-vectors", questions, "--restrict", "5").out())
        .contains("among the first 5 words")
        .contains("total                                0        0        2      0.00          -");
    assertThat(with("evaluate-vectors", questions, "--method", "3cosmul").out())
        .contains("analogies by 3CosMul");
  }

  @Test
  void jsonIsOneObjectWithGensimsNumbers() throws IOException {
    Ended ended =
        run(
            "evaluate-vectors",
            fixture("questions.txt"),
            fixture("pairs.tsv"),
            "--vectors",
            fixture("gensim.txt.gz"),
            "--restrict",
            "40",
            "--json");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    JsonNode values = Json.tree(ended.out());
    JsonNode expected = GensimFixtures.expected().get("folded 40");
    assertThat(values.get("words").asInt()).isEqualTo(57);
    assertThat(values.get("case-sensitive").asBoolean()).isFalse();
    JsonNode analogies = values.get("sets").get(0);
    assertThat(analogies.get("form").asText()).isEqualTo("analogies");
    assertThat(analogies.get("words").asInt()).isEqualTo(40);
    assertThat(analogies.get("total").get("right").asInt()).isEqualTo(113);
    assertThat(analogies.get("total").get("seen").asInt()).isEqualTo(156);
    assertThat(analogies.get("sections").get(3).get("accuracy").isNull()).isTrue();
    JsonNode similarities = values.get("sets").get(1);
    assertThat(similarities.get("seen").asInt()).isEqualTo(23);
    assertThat(similarities.get("spearman").asDouble())
        .isCloseTo(expected.get("spearman").asDouble(), within(1e-12));
  }

  @Test
  void noLineIsWiderThanATerminal() throws IOException {
    Ended ended =
        run(
            "evaluate-vectors",
            fixture("questions.txt"),
            fixture("pairs.tsv"),
            "--vectors",
            fixture("word2vec-c.bin"));
    assertThat(ended.out().lines().skip(1)) // the first holds a path
        .hasSizeGreaterThan(10)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void unknownWordsAreNamedBeforeAnythingIsPrinted() {
    String message = "the word quen is not among the 7 words of the vectors. Did you mean queen?\n";
    refused(with("neighbours", "man", "quen"), USAGE, message);
    refused(with("analogy", "man", "king", "quen"), USAGE, message);
    refused(with("similarity", "man", "king", "quen"), USAGE, message);
  }

  @Test
  void optionsOutOfRangeAreNamed() throws IOException {
    refused(
        with("neighbours", "man", "-n", "0"), USAGE, "--count = 0 is below 1. Pass --count 10.\n");
    refused(
        with("analogy", "man", "king", "woman", "--count", "-1"),
        USAGE,
        "--count = -1 is below 1. Pass --count 10.\n");
    refused(
        with("analogy", "man", "king", "woman", "--method", "cos"),
        USAGE,
        "--method = cos is not one of 3cosadd, 3cosmul. Pass --method 3cosadd.\n");
    refused(
        with("evaluate-vectors", file("q.txt", ": a\na b c d\n").toString(), "--restrict", "-1"),
        USAGE,
        "--restrict = -1 is below 0. Pass --restrict 30000, or 0 for all words.\n");
    refused(
        with("neighbours", "man", "--run", "x"),
        USAGE,
        "--vectors " + vectors + " and --run x name different vectors. Give one of them.\n");
    assertThat(with("similarity", "man").code()).isEqualTo(USAGE);
    assertThat(with("analogy", "man", "king").code()).isEqualTo(USAGE);
    assertThat(with("evaluate-vectors").code()).isEqualTo(USAGE);
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    refused(
        run("neighbours", "a", "--vectors", folder + "/none.bin"),
        USAGE,
        folder
            + "/none.bin does not exist. Give a file of vectors in word2vec's text or binary"
            + " format.\n");
    refused(
        with("evaluate-vectors", folder + "/none.txt"),
        USAGE,
        folder
            + "/none.txt does not exist. Give a file of analogies or of word pairs with scores.\n");
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    String damaged = file("d.txt", "2 2\na 1 2\nb 3").toString();
    for (List<String> command :
        List.of(
            List.of("neighbours", "a"),
            List.of("similarity", "a", "b"),
            List.of("analogy", "a", "b", "c"))) {
      String[] all = command.toArray(new String[command.size() + 2]);
      all[command.size()] = "--vectors";
      all[command.size() + 1] = damaged;
      refused(run(all), REFUSED, damaged + " is cut short: it ends in word 2 of 2." + WAY_OUT);
    }
    refused(
        with("evaluate-vectors", file("q.txt", ": a\na b c\n").toString()),
        REFUSED,
        "q.txt line 2 has 3 words, but a question has 4. Mend the line or remove it.\n");
    String packed = folder.resolve("p.gz").toString();
    byte[] whole = GensimFixtures.open("gensim.txt.gz").readAllBytes();
    Files.write(Path.of(packed), Arrays.copyOf(whole, 1000));
    Ended ended = run("neighbours", "a", "--vectors", packed);
    assertThat(ended.err())
        .startsWith("perplex: " + packed + " cannot be unpacked: ")
        .endsWith(". Fetch or write it again.\n");
    assertThat(ended.code()).isEqualTo(REFUSED);
  }

  @Test
  void vectorsThatDoNotFitTheHeapAreToldBefore() throws IOException {
    byte[] start = "3000000 65000\na ".getBytes(UTF_8);
    Path large = folder.resolve("large.bin");
    Files.write(large, Arrays.copyOf(start, 300_000));
    Ended ended = run("neighbours", "a", "--vectors", large.toString());
    assertThat(ended.err())
        .startsWith(
            "perplex: "
                + large
                + " holds 3,000,000 words of 65000 dimensions, which take 1090.2 GiB;"
                + " the heap is ")
        .endsWith(" GiB. Set SPARK_DRIVER_MEMORY=1092g.\n");
    assertThat(ended.code()).isEqualTo(USAGE);
  }
}
