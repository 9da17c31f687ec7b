package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.eval.DocumentLosses;
import dev.perplex.provenance.Stage;
import dev.perplex.report.Mixture;
import dev.perplex.report.ModelLoss;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.Sample;
import dev.perplex.report.ScoredDocuments;
import dev.perplex.report.Slice;
import dev.perplex.report.WordLosses;
import dev.perplex.report.WordMap;
import dev.perplex.report.WordPairs;
import dev.perplex.report.WordPoint;
import dev.perplex.text.Split;
import dev.perplex.vocab.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the report of a pipeline on a small language says. */
class PipelineReportIT {
  private static SmallRun run;
  private static Workplace place;
  private static Report report;

  @BeforeAll
  static void runIt(@TempDir Path folder) {
    run = SmallRun.in(folder);
    place = run.place();
    report = ReportedRun.read(place.artefact(Stage.REPORT));
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
    assertThat(run.ended().out().replace('\n', ' ')).contains(report.verdict());
    assertThat(run.ended().out().lines().filter(line -> line.startsWith("lstm")))
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
    List<String> test = Workplace.documents(place.artefact(Stage.PREPARE), Split.TEST);
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

    Path page =
        Path.of(Workplace.json(place.stored("result.json").get(0)).get("report").toString());
    assertThat(page)
        .content()
        .contains("3 of 4 pairs are known. Words without a vector: china, beijing.")
        .contains("<title>" + map.points().get(39).word() + "</title>")
        .contains("40 words by t-SNE");
  }
}
