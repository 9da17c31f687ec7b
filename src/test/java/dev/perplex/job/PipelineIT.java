package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.eval.DocumentLosses;
import dev.perplex.eval.Tally;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.Stage;
import dev.perplex.report.Mixture;
import dev.perplex.report.ModelLoss;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import dev.perplex.report.Sample;
import dev.perplex.report.ScoredDocuments;
import dev.perplex.report.Slice;
import dev.perplex.report.WordLosses;
import dev.perplex.report.WordMap;
import dev.perplex.report.WordPairs;
import dev.perplex.report.WordPoint;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.store.RunFolder;
import dev.perplex.store.TableReader;
import dev.perplex.store.Tables;
import dev.perplex.text.Split;
import dev.perplex.vocab.Vocabulary;
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

  /** The texts of a split's documents, in order. */
  static List<String> documents(Artefact prepared, Split split) {
    List<String> texts = new ArrayList<>();
    for (PartFile part : prepared.files(split.label() + "/", Tables.PARQUET)) {
      try (TableReader rows = new TableReader(Tables.DOCUMENTS, prepared, part)) {
        rows.forEachRemaining(row -> texts.add((String) row[1]));
      }
    }
    return texts;
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
      List<String> documents = documents(prepared, split);
      assertThat(documents).hasSize((int) prepared.count(split + ".documents")).isNotEmpty();
      kept += documents.size();
      all.addAll(documents);
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(distinct);
    assertThat(kept).isEqualTo(distinct.size());
    assertThat(prepared.count("documents.read")).isEqualTo(397);
    assertThat(prepared.count("documents.empty")).isEqualTo(3);
    assertThat(prepared.count("documents.duplicate")).isEqualTo(397 - distinct.size()).isPositive();
    assertThat(documents(prepared, Split.TRAIN))
        .as("order of the source")
        .containsExactlyElementsOf(
            distinct.stream().filter(documents(prepared, Split.TRAIN)::contains).toList());
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
  void theModelBeatsTheUnigram() {
    ModelScore lstm = report.score("lstm");
    ModelScore unigram = report.score("unigram");
    assertThat(lstm.perplexity()).isLessThan(0.6 * unigram.perplexity());
    assertThat(lstm.perplexityWithoutUnk()).isLessThan(0.6 * unigram.perplexityWithoutUnk());
    assertThat(lstm.perplexity())
        .isCloseTo(Math.exp(lstm.nats() / report.test().tokens()), within(1e-9));
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

  /** Whatever is cut out of the test split, its parts are the whole again. */
  @Test
  void thePartsOfTheReportAreTheWhole() {
    double nats = report.score("lstm").nats();
    long tokens = report.test().tokens();
    for (List<Slice> slices : List.of(report.bands(), report.positions())) {
      assertThat(slices.stream().mapToLong(Slice::tokens).sum()).isEqualTo(tokens);
      assertThat(slices.stream().mapToDouble(each -> loss(each.models(), "lstm")).sum())
          .isCloseTo(nats, within(1e-9 * nats));
    }
    DocumentLosses losses =
        DocumentLosses.parse(place.artefact(Stage.REPORT).read(ReportJob.LOSSES_FILE));
    assertThat(losses.models())
        .containsExactlyElementsOf(report.models().stream().map(ModelScore::model).toList());
    assertThat(losses.documents()).isEqualTo((int) report.test().documents());
    assertThat(java.util.Arrays.stream(losses.tokens()).sum()).isEqualTo(tokens);
    assertThat(java.util.Arrays.stream(losses.of("lstm")).sum())
        .isCloseTo(nats, within(1e-12 * nats));
    assertThat(report.words().total().stream().mapToDouble(WordLosses.WordLoss::nats).sum())
        .isBetween(0.0, nats);
  }

  private static double loss(List<ModelLoss> models, String name) {
    return models.stream()
        .filter(each -> each.model().equals(name))
        .mapToDouble(ModelLoss::nats)
        .sum();
  }

  @Test
  void figuresHaveIntervalsAndTheModelIsJudged() {
    for (ModelScore score : report.models()) {
      assertThat(score.perplexity())
          .isBetween(score.perplexityInterval().low(), score.perplexityInterval().high());
    }
    assertThat(report.bootstrap().units()).isEqualTo(report.test().documents());
    assertThat(report.comparisons())
        .filteredOn(each -> each.baseline().equals("unigram") && each.model().equals("lstm"))
        .singleElement()
        .satisfies(each -> assertThat(each.significant()).isTrue())
        .satisfies(each -> assertThat(each.ratioInterval().high()).isLessThan(0.6));
    assertThat(first.out().replace('\n', ' ')).contains(report.verdict());
    assertThat(first.out().lines().filter(line -> line.startsWith("lstm")))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  void theModelIsMixedWithTheNgramModel() {
    Mixture mixture = report.mixtures().get(0);
    assertThat(mixture.model()).isEqualTo("lstm+ngram");
    assertThat(mixture.parts()).containsExactly("lstm", "ngram");
    assertThat(mixture.weights().get(0) + mixture.weights().get(1)).isCloseTo(1, within(1e-12));
    assertThat(mixture.validationTokens()).isEqualTo(report.splits().get(1).tokens());
    double best = Math.min(report.score("lstm").perplexity(), report.score("ngram").perplexity());
    assertThat(report.score("lstm+ngram").perplexity()).isLessThan(1.02 * best);
    assertThat(report.score("ngram").title()).isEqualTo("Kneser-Ney 5-gram");
    assertThat(report.verdict()).contains("Kneser-Ney 5-gram");
  }

  @Test
  void documentsWordsSamplesAndGrowthAreThere() {
    List<String> test = documents(place.artefact(Stage.PREPARE), Split.TEST);
    for (ScoredDocuments.ScoredDocument each : report.documents().worst()) {
      assertThat(each.tokens()).isEqualTo(12);
      String text = test.get((int) each.document());
      // What is not in the vocabulary stands as <unk>.
      assertThat(each.text().split(" ")).hasSameSizeAs(text.split(" "));
    }
    assertThat(report.documents().worst()).hasSize(5);
    assertThat(report.documents().considered()).isEqualTo(report.test().documents());
    assertThat(report.words().total()).hasSize(20);
    assertThat(report.samples())
        .extracting(Sample::model, Sample::temperature, Sample::number)
        .contains(tuple("lstm", 0.5, 0), tuple("lstm", 1.0, 1));
    assertThat(report.samples()).allSatisfy(each -> assertThat(each.text()).isNotBlank());
    Report.GrowthPoint last = report.growth().get(report.growth().size() - 1);
    assertThat(last)
        .isEqualTo(
            new Report.GrowthPoint(
                report.splits().get(0).tokens(), report.splits().get(0).types()));
    assertThat(report.growth().get(0).tokens()).isEqualTo(1000);
    assertThat(report.growth())
        .isSortedAccordingTo(java.util.Comparator.comparingLong(Report.GrowthPoint::types));
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
  void thePicturesShowTheVectorsOfTheRun() {
    WordPairs pairs = report.vectors().pairs();
    assertThat(pairs.asked()).isEqualTo(4);
    assertThat(pairs.missing()).containsExactly("china", "beijing");
    assertThat(pairs.pairs())
        .extracting(pair -> pair.first().word(), pair -> pair.second().word())
        .containsExactly(tuple("ban", "dan"), tuple("fan", "gan"), tuple("baa", "daa"));
    assertThat(pairs.varianceX()).isBetween(pairs.varianceY(), 1.0);

    WordMap map = report.vectors().map();
    Vocabulary vocabulary = VocabJob.vocabulary(place.artefact(Stage.VOCAB));
    // The full stop is no word; a tenth of the 100 words is skipped.
    List<String> words = new ArrayList<>();
    for (int word = 2; word < vocabulary.size(); word++) {
      if (!vocabulary.word(word).equals(".")) {
        words.add(vocabulary.word(word));
      }
    }
    assertThat(map.skipped()).isEqualTo(10);
    assertThat(map.points())
        .extracting(WordPoint::word)
        .containsExactlyElementsOf(words.subList(10, 50));
    assertThat(map.trustworthiness()).isBetween(0.5, 1.0); // 0.5 is a map by chance

    Path page = Path.of(Workplace.json(run("result.json")).get("report").toString());
    assertThat(page)
        .content()
        .contains("3 of 4 pairs are known. Words without a vector: china, beijing.")
        .contains("<title>" + map.points().get(39).word() + "</title>")
        .contains("40 words by t-SNE");
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
    List<String> test = documents(place.artefact(Stage.PREPARE), Split.TEST);
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
