package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.eval.Tally;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.Stage;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.store.RunFolder;
import dev.perplex.text.Split;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline on a small language, as a user runs it. */
class PipelineIT {
  private static Workplace place;
  private static Ended first;
  private static String id;
  private static Report report;

  @BeforeAll
  static void runIt(@TempDir Path folder) {
    SmallRun run = SmallRun.in(folder);
    place = run.place();
    first = run.ended();
    id = run.id();
    report = ReportedRun.read(place.artefact(Stage.REPORT));
  }

  private static Path run(String file) {
    return place.storage().resolve("runs").resolve(id).resolve(file);
  }

  @Test
  void everyLineIsADocumentOrDroppedAndCounted() {
    Artefact prepared = place.artefact(Stage.PREPARE);
    Set<String> distinct = new LinkedHashSet<>(Workplace.text());
    distinct.removeIf(String::isBlank);
    long kept = 0;
    Set<String> all = new LinkedHashSet<>();
    for (Split split : Split.values()) {
      List<String> documents = Workplace.documents(prepared, split);
      assertThat(documents).hasSize((int) prepared.count(split + ".documents")).isNotEmpty();
      kept += documents.size();
      all.addAll(documents);
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(distinct);
    assertThat(kept).isEqualTo(distinct.size());
    assertThat(prepared.count("documents.read")).isEqualTo(397);
    assertThat(prepared.count("documents.empty")).isEqualTo(3);
    assertThat(prepared.count("documents.duplicate")).isEqualTo(397 - distinct.size()).isPositive();
    assertThat(Workplace.documents(prepared, Split.TRAIN))
        .as("order of the source")
        .containsExactlyElementsOf(
            distinct.stream()
                .filter(Workplace.documents(prepared, Split.TRAIN)::contains)
                .toList());
  }

  @Test
  void tokensAreCountedToTheLastOne() {
    Artefact tokens = place.artefact(Stage.TOKENIZE);
    Artefact ids = place.artefact(Stage.VOCAB);
    assertThat(ids.count("vocabulary")).isEqualTo(100);
    for (Split split : Split.values()) {
      String prefix = split + ".";
      long documents = ids.count(prefix + "documents");
      // Ten words, the full stop, and <eos>.
      assertThat(ids.count(prefix + "tokens")).isEqualTo(12 * documents);
      assertThat(tokens.count(prefix + "tokens")).isEqualTo(12 * documents);
      assertThat(ids.count(prefix + "eos")).isEqualTo(documents);
      var shard = VocabJob.ids(ids, split);
      int[] all = shard.read(0, (int) shard.size());
      assertThat(all).hasSize((int) ids.count(prefix + "tokens"));
      assertThat(java.util.Arrays.stream(all).filter(each -> each == 0).count())
          .isEqualTo(ids.count(prefix + "unknown"));
    }
    assertThat(ids.count("train.unknown")).isPositive();
    assertThat(ids.count("train.unknown-written")).isZero();
  }

  @Test
  void theTableTheReportAndTheResultAgree() {
    ModelScore lstm = report.score("lstm");
    ModelScore unigram = report.score("unigram");
    assertThat(first.out())
        .contains(String.format(Locale.ROOT, "%-24s %,10.2f", "lstm", lstm.perplexity()))
        .contains(String.format(Locale.ROOT, "%-24s %,10.2f", "unigram", unigram.perplexity()))
        .contains(
            String.format(
                Locale.ROOT,
                "test     %,12d %,12d",
                report.test().documents(),
                report.test().tokens()))
        .contains("vocabulary: 100 words");
    Map<?, ?> result = Workplace.json(run("result.json"));
    assertThat(result.get("run")).isEqualTo(id);
    assertThat(result.get("verdict")).isEqualTo("done");
    assertThat(result.get("exit-code")).isEqualTo(0);
    assertThat(result.get("perplexity")).isEqualTo(lstm.perplexity());
    assertThat(result.get("unigram-perplexity")).isEqualTo(unigram.perplexity());
    assertThat(((Number) result.get("test-tokens")).longValue()).isEqualTo(report.test().tokens());
    assertThat(first.out()).endsWith("report: " + result.get("report") + "\n");
    Path page = Path.of(result.get("report").toString());
    assertThat(page).content().contains(String.format(Locale.ROOT, "%.2f", lstm.perplexity()));
    assertThat(page.resolveSibling("report.json"))
        .hasContent(place.artefact(Stage.REPORT).readText("report.json"));
    assertThat(((Map<?, ?>) result.get("stages")).keySet())
        .map(Object::toString)
        .containsExactlyInAnyOrderElementsOf(Stream.of(Stage.values()).map(Stage::label).toList());
    assertThat(Workplace.json(run("run.json")).get("id")).isEqualTo(id);
  }

  @Test
  void theRecordTellsOfTheStages() {
    Path page = Path.of(Workplace.json(run("result.json")).get("report").toString());
    ReportRecord record =
        Json.read(Workplace.text(page.resolveSibling("record.json")), ReportRecord.class);
    assertThat(record.run()).isEqualTo(id);
    assertThat(record.stages())
        .extracting(ReportRecord.StageRecord::stage)
        .containsExactly(
            EnumSet.range(Stage.PREPARE, Stage.REPORT).stream()
                .map(Stage::label)
                .toArray(String[]::new));
    assertThat(record.stages())
        .allSatisfy(each -> assertThat(each.madeBy()).isEqualTo(id))
        .allSatisfy(each -> assertThat(each.seconds()).isPositive());
    assertThat(record.earlier()).isEmpty();
    assertThat(record.verdict()).isEqualTo(report.verdict());
  }

  @Test
  void aRunIsComparedWithItself() {
    Ended ended = Commands.run(place.command("compare", id, id));
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out().replace('\n', ' ')).contains("not significant: p = 1.000");
  }

  @Test
  void theEventsTellTheStagesInOrder() {
    RunFolder events = RunFolder.of(location(place.storage()), id);
    List<String> told = new ArrayList<>();
    for (Map<?, ?> event : events.events()) {
      if (event.get("event").equals("finished")) {
        told.add(event.get("stage").toString());
      }
    }
    assertThat(told).startsWith(Stream.of(Stage.values()).map(Stage::label).toArray(String[]::new));
  }

  private static Location location(Path path) {
    return Location.of(path.toString(), new Configuration());
  }

  /** Scoring units are those of the test split's parts in one, of all lines in the other. */
  @Test
  void scoreOfTheTestDocumentsIsTheReports() {
    List<String> test = Workplace.documents(place.artefact(Stage.PREPARE), Split.TEST);
    String text = String.join("\n", test) + "\n";
    TextScore.Score score =
        new TextScore(place.artefact(Stage.TRAIN))
            .score("test", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    ModelScore lstm = report.score("lstm");
    ModelScore unigram = report.score("unigram");
    Tally model = score.model();
    assertThat(model.tokens()).isEqualTo(report.test().tokens());
    assertThat(model.eos()).isEqualTo(report.test().eos());
    assertThat(model.unk())
        .isEqualTo(report.test().unknown())
        .isEqualTo(report.test().unknownCut());
    assertThat(model.characters()).isEqualTo(report.test().characters());
    assertThat(model.bytes()).isEqualTo(report.test().bytes()).isEqualTo(text.length());
    assertThat(model.perplexity()).isCloseTo(lstm.perplexity(), within(1e-6 * lstm.perplexity()));
    assertThat(model.perplexityWithoutUnk())
        .isCloseTo(lstm.perplexityWithoutUnk(), within(1e-6 * lstm.perplexityWithoutUnk()));
    assertThat(model.bitsPerByte()).isCloseTo(lstm.bitsPerByte(), within(1e-6));
    assertThat(score.unigram().perplexity())
        .isCloseTo(unigram.perplexity(), within(1e-9 * unigram.perplexity()));

    Path file = place.write("test.txt", text);
    Ended printed = Commands.run(place.command("score", "--run", id, file.toString()));
    assertThat(printed.code()).isZero();
    assertThat(printed.out())
        .contains(String.format(Locale.ROOT, "%,d tokens", model.tokens()))
        .contains(
            String.format(
                Locale.ROOT,
                "%-26s %,14.4f %,14.4f",
                "all tokens",
                model.perplexity(),
                score.unigram().perplexity()));
  }

  @Test
  void scoreOfNoTextIsRefused() {
    Path empty = place.write("empty.txt", "\n\n");
    Ended ended = Commands.run(place.command("score", "--run", id, empty.toString()));
    assertThat(ended.code()).isEqualTo(20);
    assertThat(ended.err())
        .isEqualTo("perplex: " + empty + " holds no text. Give a file with words.\n");
    ended = Commands.run(place.command("score", empty + ".none"));
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo("perplex: " + empty + ".none does not exist. Give a text file, or '-'.\n");
  }

  @Test
  void theToolsKnowTheRun() {
    Ended neighbours = Commands.run(place.command("neighbours", "ban", "-n", "3"));
    assertThat(neighbours.code()).as(neighbours.err()).isZero();
    assertThat(neighbours.out().lines()).hasSize(4);
    Ended none = Commands.run(place.command("neighbours", "bann"));
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("bann").contains("ban");

    assertThat(Commands.run(place.command("status")).out()).contains(id).contains("done at ");
    assertThat(Commands.run(place.command("status", id)).out())
        .startsWith("run       " + id)
        .contains("vocab")
        .contains("result    done at ");

    Ended config = Commands.run(place.command("config", "train"));
    assertThat(config.out())
        .containsPattern("train.model.hidden +=\\s+16\\s+# .*small.conf: \\d+")
        .containsPattern("train.clip +=\\s+5\\s+# default")
        .doesNotContain("word2vec.window");
    assertThat(
            Commands.run(place.command("config", "train.epochs", "--set", "train.epochs=9")).out())
        .matches("train.epochs +=\\s+9\\s+# --set.*\n");
  }
}
