package dev.perplex.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.registry.GateDecision.Outcome;
import dev.perplex.registry.PromoteSettings.ChangedEvaluation;
import dev.perplex.registry.QualitySettings.Evidence;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each gate at its bound, a little beyond it, off, and with nothing to measure. */
class QualityGatesTest {
  private static final QualitySettings OFF =
      new QualitySettings(0, 0, 0, Evidence.NONE, 0, 500, 0, 0, 60);

  private static QualitySettings with(
      double perplexity, double bits, double ratio, Evidence evidence, double band, double drop) {
    return new QualitySettings(perplexity, bits, ratio, evidence, band, 500, drop, 20, 60);
  }

  private static Measured.Against against(double value, Double p, boolean significant) {
    return new Measured.Against("v-1", "perplexity", value, 80, p, significant, false, "so.");
  }

  private static Measured measured(Measured.Against champion) {
    return new Measured(
        90,
        1.5,
        champion,
        champion == null ? Measured.Without.FIRST : null,
        List.of(
            new Measured.Band("1-9", 499, 900, 100), // too few tokens to count
            new Measured.Band("10-99", 500, 330, 300),
            new Measured.Band("100-999", 5_000, 50, 50)),
        List.of(
            new Measured.Vectors("questions.txt", 0.25, 0.25),
            new Measured.Vectors("pairs.txt", 0.5, 0.75)),
        new Measured.Check(true, 20, "fine"));
  }

  private static GateDecision gate(String name, QualitySettings settings, Measured measured) {
    return QualityGates.judge(settings, measured).stream()
        .filter(each -> each.gate().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyGateIsAskedWhateverOthersSay() {
    assertThat(QualityGates.judge(OFF, measured(null)))
        .extracting(GateDecision::gate)
        .containsExactly(
            "perplexity", "bits-per-byte", "ratio", "evidence", "bands", "vectors", "packed-model");
  }

  @Test
  void aBoundOfZeroIsOff() {
    assertThat(QualityGates.judge(OFF, measured(against(800, 0.001, true))))
        .filteredOn(each -> !each.gate().equals("packed-model"))
        .extracting(GateDecision::outcome)
        .containsOnly(Outcome.LEFT_OUT);
  }

  @Test
  void perplexityAtItsBoundPasses() {
    GateDecision at = gate("perplexity", with(90, 0, 0, Evidence.NONE, 0, 0), measured(null));
    assertThat(at.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(at.measured()).isEqualTo(90);
    GateDecision above = gate("perplexity", with(89.99, 0, 0, Evidence.NONE, 0, 0), measured(null));
    assertThat(above.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(above.message())
        .isEqualTo("perplexity 90.00 is above promote.quality.max-perplexity = 89.99");
    assertThat(above.line()).startsWith("refused  perplexity: perplexity 90.00");
  }

  @Test
  void bitsAByteAtTheirBoundPass() {
    assertThat(gate("bits-per-byte", with(0, 1.5, 0, Evidence.NONE, 0, 0), measured(null)).passes())
        .isTrue();
    assertThat(
            gate("bits-per-byte", with(0, 1.499, 0, Evidence.NONE, 0, 0), measured(null)).message())
        .isEqualTo("bits a byte 1.5000 is above promote.quality.max-bits-per-byte = 1.499");
  }

  /** 84 by 80 is 1.05. */
  @Test
  void theRatioAtItsBoundPasses() {
    Measured measured = measured(against(84, 0.5, false));
    assertThat(gate("ratio", with(0, 0, 1.05, Evidence.NONE, 0, 0), measured).passes()).isTrue();
    GateDecision above = gate("ratio", with(0, 0, 1.04, Evidence.NONE, 0, 0), measured);
    assertThat(above.passes()).isFalse();
    assertThat(above.measured()).isEqualTo(1.05);
    assertThat(above.threshold()).isEqualTo(1.04);
    assertThat(above.message())
        .isEqualTo(
            "perplexity 84.0000 against 80.0000 of the champion v-1 is a ratio of 1.0500, above"
                + " promote.quality.max-ratio = 1.04");
  }

  @Test
  void evidenceIsOfBetterOrOfNotWorse() {
    QualitySettings better = with(0, 0, 0, Evidence.BETTER, 0, 0);
    QualitySettings notWorse = with(0, 0, 0, Evidence.NOT_WORSE, 0, 0);
    Measured.Against[] all = {
      against(79, 0.01, true), // better
      against(79, 0.2, false), // perhaps
      against(81, 0.2, false),
      against(81, 0.01, true), // worse
      against(80, null, false) // one document
    };
    assertThat(all)
        .extracting(each -> gate("evidence", better, measured(each)).passes())
        .containsExactly(true, false, false, false, false);
    assertThat(all)
        .extracting(each -> gate("evidence", notWorse, measured(each)).passes())
        .containsExactly(true, true, true, false, true);
    assertThat(gate("evidence", better, measured(all[3])).message())
        .isEqualTo(
            "p = 0.0100 by the paired bootstrap, significantly worse, and promote.quality.evidence"
                + " = better");
    assertThat(gate("evidence", better, measured(all[4])).message())
        .isEqualTo(
            "one unit of the bootstrap alone shows nothing (a smaller report.bootstrap.block makes"
                + " more units, and promote.quality.evidence = not-worse lets it pass), and"
                + " promote.quality.evidence = better");
  }

  /** 330 by 300 is 1.1; the band of 499 tokens, nine times worse, is too small to count. */
  @Test
  void noBandMayGetWorseThanItsBound() {
    Measured measured = measured(against(79, 0.01, true));
    assertThat(gate("bands", with(0, 0, 0, Evidence.NONE, 1.1, 0), measured).passes()).isTrue();
    GateDecision above = gate("bands", with(0, 0, 0, Evidence.NONE, 1.09, 0), measured);
    assertThat(above.passes()).isFalse();
    assertThat(above.message())
        .isEqualTo(
            "words seen 10-99 times in training (500 tokens) have a perplexity of 330.00 against 300.00"
                + " of the champion, a ratio of 1.1000, the worst of the bands, above"
                + " promote.quality.max-band-ratio = 1.09");
  }

  /** 0.75 less 0.5. */
  @Test
  void vectorsMayDropByTheirBound() {
    Measured measured = measured(against(79, 0.01, true));
    assertThat(gate("vectors", with(0, 0, 0, Evidence.NONE, 0, 0.25), measured).passes()).isTrue();
    GateDecision above = gate("vectors", with(0, 0, 0, Evidence.NONE, 0, 0.2), measured);
    assertThat(above.passes()).isFalse();
    assertThat(above.message())
        .isEqualTo(
            "word vectors score 0.5000 on pairs.txt, 0.7500 of the champion: a drop of 0.2500,"
                + " above promote.quality.max-vector-drop = 0.2");
  }

  @Test
  void thePackedModelHasToPass() {
    Measured measured =
        new Measured(
            90,
            1.5,
            null,
            Measured.Without.FIRST,
            List.of(),
            List.of(),
            new Measured.Check(false, 20, "it fell over"));
    assertThat(gate("packed-model", OFF, measured))
        .returns(Outcome.REFUSED, GateDecision::outcome)
        .returns("it fell over", GateDecision::message);
  }

  /** Only what needs no champion decides on the first model. */
  @Test
  void theFirstIsHeldAgainstNobody() {
    Measured first =
        new Measured(90, 1.5, null, Measured.Without.FIRST, List.of(), List.of(), null);
    assertThat(QualityGates.judge(with(100, 2, 1, Evidence.BETTER, 1, 0.1), first))
        .extracting(GateDecision::outcome)
        .containsExactly(
            Outcome.PASSED,
            Outcome.PASSED,
            Outcome.LEFT_OUT,
            Outcome.LEFT_OUT,
            Outcome.LEFT_OUT,
            Outcome.LEFT_OUT,
            Outcome.LEFT_OUT);
  }

  @Test
  void aChangedEvaluationSetIsAnswered() {
    Version champion = Examples.version("v-1", "m", "e1");
    Version.Evaluation same = champion.evaluation();
    Version.Evaluation other = Examples.version("v-2", "m", "f2").evaluation();
    assertThat(QualityGates.evaluation(ChangedEvaluation.REFUSE, same, champion).outcome())
        .isEqualTo(Outcome.PASSED);
    assertThat(QualityGates.evaluation(ChangedEvaluation.REFUSE, other, null).outcome())
        .isEqualTo(Outcome.LEFT_OUT);
    assertThat(QualityGates.evaluation(ChangedEvaluation.RESCORE, other, champion).passes())
        .isTrue();
    assertThat(QualityGates.evaluation(ChangedEvaluation.ACCEPT, other, champion).passes())
        .isTrue();
    GateDecision refused = QualityGates.evaluation(ChangedEvaluation.REFUSE, other, champion);
    assertThat(refused.passes()).isFalse();
    assertThat(refused.message())
        .isEqualTo(
            "the evaluation set (50 documents, checksum f2f2f2f2, state starts anew at each"
                + " document) is not the one that the champion v-1 was judged on (50 documents,"
                + " checksum e1e1e1e1, state starts anew at each document);"
                + " promote.changed-evaluation = refuse");
  }

  /** The same text read with state carried is another evaluation set; what is not known is not. */
  @Test
  void anotherStateIsAnotherEvaluationSet() {
    Version champion = Examples.version("v-1", "m", "e1");
    Version old = Examples.version("v-1", "m", "e1", null);
    Version.Evaluation carried =
        Examples.version("v-2", "m", "e1", "carried from document to document").evaluation();
    GateDecision refused = QualityGates.evaluation(ChangedEvaluation.REFUSE, carried, champion);
    assertThat(refused.passes()).isFalse();
    assertThat(refused.message())
        .contains("(50 documents, checksum e1e1e1e1, state carried from document to document)");
    assertThat(QualityGates.evaluation(ChangedEvaluation.REFUSE, carried, old).message())
        .startsWith("the evaluation set is the champion's: ");
    assertThat(carried.isSame(champion.evaluation())).isFalse();
    assertThat(old.evaluation().isSame(carried)).isTrue();
    assertThat(carried.isSame(old.evaluation())).isTrue();
  }

  /** Bands of another row say nothing of the judged one; where no row is known, they count. */
  @Test
  void bandsAreThoseOfTheJudgedRow() {
    Version version = Examples.version("v-1");
    assertThat(version.bands("lstm")).hasSize(1);
    assertThat(version.bands("lstm+ngram")).isEmpty();
  }

  @Test
  void aPromotionSaysWhy() {
    assertThat(measured(against(79, 0.01, true)).reason()).isEqualTo("so.");
    assertThat(measured(null).reason()).isEqualTo("there was no champion to be judged against");
    assertThat(without(Measured.Without.CHANGED).reason())
        .isEqualTo(
            "the champion was judged on another evaluation set (promote.changed-evaluation ="
                + " accept), and no bound that needs no champion refused");
    assertThat(without(Measured.Without.OFF).reason())
        .isEqualTo("no gate refused, and none compares it with the champion's losses");
  }

  private static Measured without(Measured.Without why) {
    return new Measured(90, 1.5, null, why, List.of(), List.of(), null);
  }

  @Test
  void onlyRatioEvidenceAndBandsCompare() {
    assertThat(OFF.compares()).isFalse();
    assertThat(with(90, 2, 0, Evidence.NONE, 0, 0.1).compares()).isFalse();
    assertThat(with(0, 0, 1, Evidence.NONE, 0, 0).compares()).isTrue();
    assertThat(with(0, 0, 0, Evidence.NOT_WORSE, 0, 0).compares()).isTrue();
    assertThat(with(0, 0, 0, Evidence.NONE, 1.1, 0).compares()).isTrue();
  }

  @Test
  void whatWasRolledBackIsRefused() {
    Registry registry =
        new Registry(
            "p",
            new MemoryEvents(),
            null,
            Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC));
    Event rollback = registry.note(Examples.rollback(Examples.version("v-1")), registry.read());
    assertThat(QualityGates.withdrawn(rollback).message())
        .isEqualTo(
            "bob took this model out of use at 2026-11-21T10:00:00Z (markup); 'perplex rollback"
                + " --to VERSION' brings it back");
  }
}
