package dev.perplex.lm.rounds;

import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import dev.perplex.vocab.IdStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Rounds in one thread: what a training on Spark has to come to, to the bit. */
public final class LocalRounds {
  private final RoundModels models;
  private final RoundPlan plan;
  private final IdStream ids;
  private final boolean restarts;
  private final PartLayout layout;
  private final PartMerge merge;
  private final WorkerRound workerRound;
  private final double rate;
  private final List<Tensor> parameters;
  private final List<WorkerState> workers;
  private final List<PartState> parts;
  private Position position = Position.START;
  private List<WorkerFigures> figures = List.of();

  public LocalRounds(
      RoundModels models,
      RoundPlan plan,
      IdStream ids,
      boolean restarts,
      int partCount,
      OuterSettings outer,
      Wire wire,
      double rate) {
    int count = plan.layout().workers();
    boolean whole = count == 1 && outer.isPlain() && wire == Wire.FP32;
    this.models = models;
    this.plan = plan;
    this.ids = ids;
    this.restarts = restarts;
    this.parameters = models.start();
    this.layout = PartLayout.of(parameters, partCount);
    this.merge = new PartMerge(layout, outer, wire, whole);
    this.workerRound = new WorkerRound(layout, wire, whole);
    this.rate = rate;
    this.workers = new ArrayList<>(Collections.nCopies(count, WorkerState.FRESH));
    this.parts = new ArrayList<>(Collections.nCopies(partCount, PartState.START));
  }

  public LocalRounds toTheEnd() {
    while (!plan.isDone(position)) {
      round();
    }
    return this;
  }

  void round() {
    int[] lengths = plan.lengths(position);
    double[] rates = new double[lengths.length];
    Arrays.fill(rates, rate);
    List<byte[][]> changes = new ArrayList<>();
    figures = new ArrayList<>();
    for (int worker = 0; worker < workers.size(); worker++) {
      long[] seeds = new long[lengths.length];
      for (int i = 0; i < seeds.length; i++) {
        seeds[i] = Seeds.of(plan.seed(), Stage.TRAIN, position.minibatches() + i, worker);
      }
      WorkerRound.Result result =
          workerRound.run(
              models.create(), // which has nothing of the round before
              parameters,
              workers.get(worker),
              new WorkerRound.Lesson(
                  new Lanes(plan.layout(), ids, worker, restarts)
                      .minibatches(position.step(), lengths),
                  rates,
                  seeds,
                  position.step() == 0));
      changes.add(result.changes());
      workers.set(worker, result.after());
      figures.add(result.figures());
    }
    boolean[] left = Divergence.leftOut(figures);
    long tokens = 0;
    for (int worker = 0; worker < left.length; worker++) {
      tokens += left[worker] ? 0 : figures.get(worker).tokens();
    }
    for (int part = 0; part < layout.parts(); part++) {
      List<PartMerge.Weighted> weighted = new ArrayList<>();
      for (int worker = 0; worker < left.length; worker++) {
        if (!left[worker]) {
          weighted.add(
              new PartMerge.Weighted(
                  Content.of(changes.get(worker)[part]),
                  (double) figures.get(worker).tokens() / tokens));
        }
      }
      PartMerge.Merged merged = merge.merge(part, weighted.iterator(), parts.get(part), null);
      parts.set(part, merged.after());
      merge.apply(part, Content.of(merged.step()), parameters);
    }
    for (int worker = 0; worker < left.length; worker++) {
      if (left[worker]) {
        workers.set(worker, WorkerState.FRESH);
      }
    }
    position = plan.after(position, lengths);
  }

  /** All parameters, one tensor after another. */
  public float[] values() {
    return flat(parameters.stream().map(Tensor::values).toList());
  }

  public static float[] flat(List<float[]> arrays) {
    float[] all = new float[arrays.stream().mapToInt(each -> each.length).sum()];
    int at = 0;
    for (float[] array : arrays) {
      System.arraycopy(array, 0, all, at, array.length);
      at += array.length;
    }
    return all;
  }

  Position position() {
    return position;
  }

  List<WorkerFigures> figures() {
    return figures;
  }

  WorkerState worker(int worker) {
    return workers.get(worker);
  }

  PartState part(int part) {
    return parts.get(part);
  }
}
