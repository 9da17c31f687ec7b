package dev.perplex.lm.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.Ids;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.Minibatches;
import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What rounds of any engine have to fulfil. */
class RoundLawsTest {
  static final int WORDS = 17;
  static final OuterSettings PLAIN = new OuterSettings(1, 0);

  /** A language in which the next word depends on the word before, and most words are rare. */
  static Ids text(int length) {
    SplittableRandom random = new SplittableRandom(3);
    int[] ids = new int[length];
    for (int i = 1; i < length; i++) {
      ids[i] =
          random.nextInt(4) == 0
              ? random.nextInt(1 + random.nextInt(WORDS))
              : (ids[i - 1] * 5 + 3) % WORDS;
    }
    return new Ids(ids);
  }

  static RoundPlan plan(int workers, int batch, int minibatches, int epochs, int tokens) {
    return new RoundPlan(
        new Minibatches(tokens, 0, workers, batch, 7), false, minibatches, 0, epochs, 5);
  }

  private static LocalRounds rounds(RoundPlan plan, int parts, OuterSettings outer, Wire wire) {
    RoundModels models = new BigramModel.Models(WORDS, plan.layout().batch());
    Ids ids = text(Math.toIntExact(plan.layout().tokens()));
    return new LocalRounds(models, plan, ids, true, parts, outer, wire, 0.1);
  }

  @Test
  void oneWorkerIsALocalLoopToTheBitHoweverLongItsRounds() {
    RoundPlan plan = plan(1, 4, 3, 2, 1001);
    BigramModel.Models models = new BigramModel.Models(WORDS, 4);
    RoundModel local = models.create();
    for (int i = 0; i < local.parameters().size(); i++) {
      float[] start = models.start().get(i).values();
      System.arraycopy(start, 0, local.parameters().get(i).values(), 0, start.length);
    }
    for (int epoch = 0; epoch < 2; epoch++) {
      local.resetState();
      for (long minibatch = 0; minibatch < plan.layout().perEpoch(); minibatch++) {
        local.step(plan.layout().read(text(1001), 0, minibatch), 0.1, 0);
      }
    }
    float[] expected = LocalRounds.flat(local.parameters().stream().map(Tensor::values).toList());
    for (int minibatches : new int[] {1, 3, 8, 1000}) {
      RoundPlan other = plan(1, 4, minibatches, 2, 1001);
      assertThat(rounds(other, 2, PLAIN, Wire.FP32).toTheEnd().values()).isEqualTo(expected);
    }
  }

  /**
   * With SGD, gradients averaged over lanes, and averages after each step. The bias, which AdaGrad
   * moves, is not linear in its gradient; so it is left out.
   */
  @Test
  void workersThatAverageEachStepAreOneWithAllTheirLanes() {
    RoundPlan one = plan(1, 12, 1, 1, 2000);
    float[] expected = rounds(one, 1, PLAIN, Wire.FP32).toTheEnd().values();
    for (int workers : new int[] {2, 3, 4, 6}) {
      RoundPlan plan = plan(workers, 12 / workers, 1, 1, 2000);
      float[] values = linear(plan, workers).toTheEnd().values();
      float[] whole = linear(one, 1).toTheEnd().values();
      assertThat(values).hasSameSizeAs(expected);
      assertThat(values).containsExactly(whole, offset(2e-5f));
    }
    // The law can fail: averaging each second step is another training.
    float[] seldom = linear(plan(2, 6, 2, 1, 2000), 2).toTheEnd().values();
    float[] whole = linear(one, 1).toTheEnd().values();
    assertThat(distance(seldom, whole)).isGreaterThan(2e-4);
  }

  /** A model whose steps are linear in gradients: the bias never moves. */
  private static LocalRounds linear(RoundPlan plan, int parts) {
    BigramModel.Models models = new BigramModel.Models(WORDS, plan.layout().batch());
    return new LocalRounds(
        new WithoutBias(models),
        plan,
        text(Math.toIntExact(plan.layout().tokens())),
        true,
        parts,
        PLAIN,
        Wire.FP32,
        0.1);
  }

  private record WithoutBias(BigramModel.Models models) implements RoundModels {
    @Override
    public List<Tensor> start() {
      List<Tensor> start = models.start();
      Arrays.fill(start.get(1).values(), 0);
      return start;
    }

    @Override
    public RoundModel create() {
      return new FixedBias(models.create());
    }

    @Override
    public byte[] bytes(List<Tensor> parameters) {
      return models.bytes(parameters);
    }
  }

  private record FixedBias(RoundModel model) implements RoundModel {
    @Override
    public List<Tensor> parameters() {
      return model.parameters();
    }

    @Override
    public void loaded() {
      model.loaded();
    }

    @Override
    public boolean[] touchedRows(Tensor parameter) {
      return model.touchedRows(parameter);
    }

    @Override
    public dev.perplex.lm.fused.StepFigures step(Minibatch minibatch, double rate, long seed) {
      var figures = model.step(minibatch, rate, seed);
      Arrays.fill(model.parameters().get(1).values(), 0);
      return figures;
    }

    @Override
    public void resetState() {
      model.resetState();
    }

    @Override
    public float[] state() {
      return model.state();
    }

    @Override
    public void state(float[] saved) {
      model.state(saved);
    }

    @Override
    public List<Tensor> optimizerState() {
      return model.optimizerState();
    }
  }

  @Test
  void theNumberOfPartsChangesNoBit() {
    RoundPlan plan = plan(3, 2, 4, 2, 1500);
    OuterSettings outer = new OuterSettings(0.9, 0.75);
    float[] one = rounds(plan, 1, outer, Wire.FP32).toTheEnd().values();
    for (int parts : new int[] {2, 3, 7, 40}) {
      assertThat(rounds(plan, parts, outer, Wire.FP32).toTheEnd().values()).isEqualTo(one);
    }
  }

  @Test
  void aRoundThatIsDoneAgainGivesTheSameBytesInAModelThatDidOtherThings() {
    RoundPlan plan = plan(2, 3, 5, 1, 1500);
    RoundModels models = new BigramModel.Models(WORDS, 3);
    List<Tensor> global = models.start();
    PartLayout layout = PartLayout.of(global, 3);
    for (Wire wire : Wire.values()) {
      WorkerRound round = new WorkerRound(layout, wire, false);
      RoundModel used = models.create();
      WorkerRound.Result first = run(round, used, global, WorkerState.FRESH, plan, 0, 0);
      WorkerRound.Result second = run(round, used, global, first.after(), plan, 0, 35);
      run(round, used, global, WorkerState.FRESH, plan, 1, 70);
      WorkerRound.Result again = run(round, used, global, first.after(), plan, 0, 35);
      WorkerRound.Result elsewhere =
          run(
              new WorkerRound(layout, wire, false),
              models.create(),
              global,
              WorkerState.fromBytes(first.after().toBytes()),
              plan,
              0,
              35);
      assertThat(again.changes()).isDeepEqualTo(second.changes());
      assertThat(elsewhere.changes()).isDeepEqualTo(second.changes());
      assertThat(elsewhere.after().toBytes()).isEqualTo(second.after().toBytes());
      assertThat(elsewhere.figures()).isEqualTo(second.figures());
      // A planted fault: without its recurrent state the worker does something else.
      WorkerRound.Result forgetful =
          run(round, used, global, first.after().dealtAnew(), plan, 0, 35);
      assertThat(forgetful.figures()).isNotEqualTo(second.figures());
    }
  }

  private static WorkerRound.Result run(
      WorkerRound round,
      RoundModel model,
      List<Tensor> global,
      WorkerState state,
      RoundPlan plan,
      int worker,
      long step) {
    Ids ids = text(Math.toIntExact(plan.layout().tokens()));
    List<Minibatch> minibatches =
        new Lanes(plan.layout(), ids, worker, false).minibatches(step, 7, 7, 7, 7, 7);
    return round.run(
        model,
        global,
        state,
        new WorkerRound.Lesson(minibatches, new double[] {.1, .1, .1, .1, .1}, new long[5], false));
  }

  @Test
  void rowsThatNobodyTouchedAreNotSent() {
    RoundModels models = new BigramModel.Models(1000, 2);
    RoundPlan plan = new RoundPlan(new Minibatches(100, 0, 2, 2, 5), false, 1, 0, 1, 5);
    WorkerRound round = new WorkerRound(PartLayout.of(models.start(), 1), Wire.FP32, false);
    WorkerRound.Result result =
        run2(round, models.create(), models.start(), new Lanes(plan.layout(), text(100), 0, false));
    // 1 million values in all; 10 rows of 1000 at most, the bias and the trace.
    assertThat(result.changes()[0].length).isLessThan(13_000 * 4);
  }

  private static WorkerRound.Result run2(
      WorkerRound round, RoundModel model, List<Tensor> global, Lanes lanes) {
    return round.run(
        model,
        global,
        WorkerState.FRESH,
        new WorkerRound.Lesson(lanes.minibatches(0, 5), new double[] {1}, new long[1], true));
  }

  @Test
  void aWorkerThatRunsAwayIsLeftOutAndStartsAfresh() {
    RoundPlan plan = plan(3, 2, 4, 1, 1500);
    for (boolean even : new boolean[] {false, true}) {
      long seed = 0; // of a step of worker 1 in the second round; even ones make NaN, odd ones 1e6
      for (int minibatch = 4; minibatch < 8; minibatch++) {
        long each = Seeds.of(5, Stage.TRAIN, minibatch, 1);
        seed = (each % 2 == 0) == even ? each : seed;
      }
      assertThat(seed).isNotZero();
      LocalRounds rounds =
          new LocalRounds(
              new BigramModel.Models(WORDS, 2, Set.of(seed)),
              plan,
              text(1500),
              true,
              2,
              PLAIN,
              Wire.FP32,
              0.1);
      rounds.round();
      float[] before = rounds.values().clone();
      rounds.round();
      assertThat(Divergence.leftOut(rounds.figures())).containsExactly(false, true, false);
      assertThat(distance(rounds.values(), before)).isBetween(1e-6, 10.0);
      assertThat(rounds.worker(1)).isSameAs(WorkerState.FRESH);
      assertThat(rounds.worker(0).recurrent()).isNotNull();
      rounds.round();
      assertThat(rounds.figures()).allMatch(WorkerFigures::isFinite);
    }
  }

  /** What one round loses, later ones make good: the sums of changes stay close for ever. */
  @Test
  void halvesWithErrorFeedbackStayWithTheFullSums() {
    RoundPlan plan = plan(2, 3, 2, 6, 3000);
    LocalRounds full = rounds(plan, 2, PLAIN, Wire.FP32).toTheEnd();
    LocalRounds halves = rounds(plan, 2, PLAIN, Wire.FP16).toTheEnd();
    assertThat(distance(halves.values(), full.values())).isLessThan(3e-3);
    assertThat(halves.part(0).residual()).isNotNull();
  }

  @Test
  void withoutFeedbackSmallChangesWouldBeLostForEver() {
    List<Tensor> one = List.of(new Tensor("t", 1, 2));
    PartLayout layout = PartLayout.of(one, 1);
    PartCodec codec = new PartCodec(layout, 0, Wire.FP16);
    float[] change = {1, 1e-5f}; // the scale is the larger one's: 2^-10 of 2^-24 is the least
    float[] residual = new float[2];
    float[] sum = new float[2];
    float[] without = new float[2];
    for (int round = 0; round < 1000; round++) {
      float[] sent = {change[0] + 0.3e-3f + residual[0], change[1] + residual[1]};
      byte[] bytes = codec.write(sent, new boolean[1][], residual);
      codec.read(Content.of(bytes), (block, place, values, at, length) -> add(values, sum));
      byte[] plain = codec.write(new float[] {1.0003f, 1e-5f}, new boolean[1][], null);
      codec.read(Content.of(plain), (block, place, values, at, length) -> add(values, without));
    }
    assertThat(sum[0]).isCloseTo(1000.3f, within(2e-2f));
    assertThat(sum[1]).isCloseTo(1e-2f, within(1e-5f));
    assertThat(without[0]).isCloseTo(1000f, within(1e-1f));
  }

  private static void add(float[] values, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[i];
    }
  }

  @Test
  void roundsLearn() {
    RoundPlan plan = plan(4, 2, 3, 8, 6000);
    LocalRounds rounds = rounds(plan, 2, OuterSettings.chosen().of(4), Wire.FP32);
    rounds.round();
    double start = loss(rounds);
    rounds.toTheEnd();
    assertThat(loss(rounds)).isLessThan(start - 0.8);
  }

  private static double loss(LocalRounds rounds) {
    return rounds.figures().stream().mapToDouble(WorkerFigures::loss).sum()
        / rounds.figures().stream().mapToLong(WorkerFigures::tokens).sum();
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      double d = Math.abs(a[i] - b[i]);
      largest = d <= largest ? largest : d; // NaN is the largest
    }
    return largest;
  }
}
