package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
  @TempDir Path folder;

  private static Commands.Ended plan(String... options) {
    String[] all = new String[options.length + 1];
    all[0] = "plan";
    System.arraycopy(options, 0, all, 1, options.length);
    return Commands.run(all);
  }

  private static JsonNode json(String... options) {
    String[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = "--json";
    Commands.Ended ended = plan(all);
    assertThat(ended.code()).as(ended.err()).isZero();
    return Json.tree(ended.out());
  }

  @Test
  void oneScreenSaysItAll() {
    Commands.Ended ended = plan("--tokens", "1e9", "--executors", "100");
    assertThat(ended.code()).as(ended.err()).isZero();
    List<String> lines = ended.out().lines().toList();
    assertThat(lines).hasSizeLessThan(40);
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThan(170));
    assertThat(ended.out())
        .contains("text        1,000,000,000 tokens, 10,000 words (frequencies by Zipf's law)")
        .contains("100 executors of 1 slot; 100 cores in all")
        .containsPattern("(?m)^ +word2vec +ngram +train$")
        .containsPattern("(?m)^time +\\d")
        .containsPattern("(?m)^driver, heap +[\\d.]+ GiB +[\\d.]+ GiB +[\\d.]+ GiB$")
        .containsPattern("(?m)^  spark.executor.memory +\\d+g$")
        .containsPattern("(?m)^  spark.executor.memoryOverhead +\\d+m$")
        .containsPattern("(?m)^  SPARK_DRIVER_MEMORY +\\d+g$")
        .containsPattern("(?m)^  word2vec.workers +100$")
        .contains("warning: ngram: ");
  }

  @Test
  void numbersAreReadAsPeopleWriteThem() {
    for (String text : List.of("1e6", "1_000_000", "1,000,000", "1000000", "0.001e9")) {
      assertThat(json("--tokens", text).get("tokens").asLong()).as(text).isEqualTo(1_000_000);
    }
    for (String text : List.of("0", "-5", "1.5", "many", "1e30", "1_0")) {
      Commands.Ended ended = plan("--tokens", text);
      assertThat(ended.code()).as(text).isEqualTo(2);
      assertThat(ended.err()).contains("Write 1e9 or 10_000_000.");
    }
  }

  @Test
  void jsonHasTheAmountsBehindTheTimes() {
    JsonNode plan = json("--tokens", "1e6", "--executors", "4", "--cores", "2");
    assertThat(plan.get("placement").get("cores").asInt()).isEqualTo(2);
    assertThat(plan.get("settings").get("word2vec.workers").asInt()).isEqualTo(4);
    for (String stage : List.of("word2vec", "ngram", "train")) {
      JsonNode each = plan.get("stages").get(stage);
      assertThat(each.get("seconds").asDouble()).as(stage).isPositive();
      double sum = 0;
      for (JsonNode phase : each.get("seconds-by-phase")) {
        sum += phase.asDouble();
      }
      assertThat(sum)
          .isEqualTo(each.get("seconds").asDouble(), org.assertj.core.data.Offset.offset(1e-9));
      assertThat(each.get("executor-bytes").get("heap").asLong()).isPositive();
      assertThat(each.get("amounts").size()).isPositive();
    }
  }

  @Test
  void workersThatTheUserSetStand() {
    JsonNode plan = json("--tokens", "1e6", "--executors", "4", "--set", "word2vec.workers=3");
    assertThat(plan.get("settings").get("word2vec.workers").asInt()).isEqualTo(3);
    assertThat(plan.get("settings").get("train.workers").asInt()).isEqualTo(4);
    assertThat(plan.get("stages").get("word2vec").get("warnings").get(0).asText())
        .isEqualTo("word2vec.workers = 3 leaves 1 of 4 task slots idle. Set word2vec.workers=4.");
  }

  @Test
  void aVocabularyIsTakenAsCounted() throws IOException {
    Path file = folder.resolve("vocabulary.txt");
    Files.writeString(file, "#perplex-vocabulary\t1\n<unk>\t0\n<eos>\t100\nthe\t600\ndog\t300\n");
    JsonNode plan = json("--vocabulary", file.toString(), "--set", "train.batch=2");
    assertThat(plan.get("tokens").asLong()).isEqualTo(1000);
    assertThat(plan.get("words").asLong()).isEqualTo(4);
    assertThat(plan("--vocabulary", file.toString(), "--words", "4").err())
        .contains("--words 4 and --vocabulary say the same twice. Leave one of them out.");
    assertThat(plan("--vocabulary", folder + "/none").err())
        .contains("none cannot be read. Check its path and permissions.");
  }

  @Test
  void tenMillionWordsSayWhatCannotRunAndTheWayOut() {
    Commands.Ended ended = plan("--tokens", "1e9", "--words", "10_000_000", "--executors", "100");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("cannot run: train: train.model.* comes to 4,010,643,200 parameters")
        .contains("Set vocab.max-size lower")
        .contains("word2vec");
  }

  @Test
  void costsOfAnotherMachineChangeTheTimes() throws IOException {
    String shipped =
        new String(
            dev.perplex.cost.Costs.class.getResourceAsStream("costs.json").readAllBytes(),
            java.nio.charset.StandardCharsets.UTF_8);
    Path slow = folder.resolve("slow.json");
    Files.writeString(slow, shipped.replaceAll("(\"ngram-start-s\" ?: ?)[0-9.]+", "$11000.0"));
    double usual = json("--tokens", "1e6").at("/stages/ngram/seconds").asDouble();
    double slower =
        json("--tokens", "1e6", "--costs", slow.toString()).at("/stages/ngram/seconds").asDouble();
    assertThat(slower - usual).isBetween(900.0, 1000.0);
    Files.writeString(slow, "{}");
    assertThat(plan("--tokens", "1e6", "--costs", slow.toString()).err())
        .contains("is no file of costs: ")
        .contains("Make one by src/bench/cost-model");
  }

  @Test
  void theSizeOfTheTextIsAsked() {
    Commands.Ended ended = plan();
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .contains("plan needs the size of the text. Give --tokens 1e9, or --vocabulary FILE.");
    assertThat(plan("--tokens", "1e6", "--executors", "1e9").err())
        .contains("--executors 1000000000 is above 1000000.");
    assertThat(plan("--tokens", "1e6", "--words", "3e9").err())
        .contains("--words 3000000000 is not between 3 and 1073741819.");
    assertThat(plan("--tokens", "1e6", "--network", "-1").err())
        .contains("--network -1.0 is not between 0 and 1000000 Gbit/s.");
  }
}
