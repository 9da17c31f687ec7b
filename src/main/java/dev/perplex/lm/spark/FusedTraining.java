package dev.perplex.lm.spark;

import dev.perplex.cluster.ExecutorSize;
import dev.perplex.cluster.JobName;
import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Reading;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.PartLayout;
import dev.perplex.lm.rounds.Position;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.lm.rounds.RoundPlan;
import dev.perplex.lm.rounds.RoundRates;
import dev.perplex.lm.rounds.RoundShares;
import dev.perplex.lm.rounds.WorkerFigures;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.SealedFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** One training by the fused engine, as the driver sees it: round after round. */
final class FusedTraining implements AutoCloseable {
  private final TrainingJob job;
  private final TrainSettings settings;
  private final RoundPlan plan;
  private final RoundRates rates;
  private final RoundCheckpoints checkpoints;
  private final SegmentValidation validation;
  private final RoundStages stages;
  private final AveragingCost cost = new AveragingCost();
  private final Returns returns = new Returns();
  private RoundCheckpoint saved; // where training goes back to
  private long savedAt; // System.nanoTime()
  private Position position;
  private LastRound last; // before the position
  private RoundCheckpoint.Segment segment;
  private Validations validations;
  private final JobName name;
  private boolean[] afresh; // by worker, whether it was left out of the last round

  FusedTraining(TrainingJob job, RoundModels models) {
    this.job = job;
    this.settings = job.settings();
    this.name = new JobName(job.spark());
    List<Tensor> parameters = models.start();
    long count = parameters.stream().mapToLong(each -> each.values().length).sum();
    this.plan = RoundPlan.of(settings, job.train().size(), count);
    this.rates = new RoundRates(settings, plan);
    this.checkpoints = new RoundCheckpoints(job.rounds());
    this.saved = new Resumption(job, plan, checkpoints).begin(parameters);
    int parts =
        saved.parts().isEmpty()
            ? PartLayout.parts(count, settings.workers())
            : saved.parts().size();
    OuterSettings outer = settings.outer().of(settings.workers());
    this.stages =
        new RoundStages(
            job.spark(),
            new FusedPlan(
                UUID.randomUUID().toString(),
                models,
                PartLayout.of(parameters, parts),
                plan.layout(),
                job.train(),
                settings.state() == Reading.State.DOCUMENT,
                outer,
                settings.wire(),
                settings.seed(),
                checkpoints.files()));
    this.validation =
        new SegmentValidation(plan, models, job.validation(), checkpoints.files(), parameters);
    if (settings.workers() > 1) {
      note(
          "rounds of %d minibatches, outer rate %s, momentum %s, %d parts",
          plan.roundMinibatches(), outer.rate(), outer.momentum(), parts);
    }
    ExecutorMemory memory = ExecutorMemory.of(count, settings.optimizer(), models.workingBytes());
    job.listener().note(memory.line(ExecutorSize.of(job.spark()), settings.workers()));
    goBack();
  }

  private void note(String format, Object... arguments) {
    job.listener().note(String.format(Locale.ROOT, format, arguments));
  }

  private void goBack() {
    position = saved.position();
    last = LastRound.NONE;
    segment = saved.segment();
    validations = Validations.of(saved);
    afresh = new boolean[settings.workers()];
    savedAt = System.nanoTime();
    stages.place();
  }

  TrainedModel toTheEnd() {
    while (!isDone()) {
      try {
        round();
        if (plan.endsSegment(position)) {
          endSegment();
        } else if (System.nanoTime() - savedAt >= settings.checkpointSeconds() * 1e9) {
          commit(stages.write(start()));
        }
      } catch (RoundLost lost) {
        int checkpoint = saved.position().rounds();
        job.listener().note(returns.after(lost, position.rounds(), checkpoint));
        goBack();
      }
    }
    if (cost.isKnown() && settings.workers() > 1) {
      job.listener().note(cost.line());
    }
    return new TrainedModel(
        checkpoints.files().read(validations.bestModel()), validations.best(), validations.curve());
  }

  private boolean isDone() {
    boolean early = validations.haveStalled(settings.patience());
    if (early && !plan.isDone(position)) {
      note("training ends: %d validations brought no new best", settings.patience());
    }
    return early || plan.isDone(position);
  }

  private RoundStart start() {
    return new RoundStart(
        position.rounds(), last, saved.position().rounds(), saved.parts(), saved.states());
  }

  private void round() throws RoundLost {
    long began = System.nanoTime();
    name.say(
        "train: epoch %d of %d, round %d"
            .formatted(position.epoch() + 1, settings.epochs(), position.rounds() + 1));
    int[] lengths = plan.lengths(position);
    double[] rates = this.rates.of(position, lengths, validations.losses());
    RoundStart start = start();
    List<RoundOutcome<WorkerFigures>> outcomes =
        stages.train(start, position, lengths, rates, afresh);
    List<WorkerFigures> workers = RoundOutcome.values(outcomes);
    RoundShares shares = shares(workers);
    last =
        stages.merge(
            start,
            new LastRound(
                RoundOutcome.places(outcomes),
                List.of(),
                shares.shares(),
                validations.mean(settings.optimizer())));
    Position next = plan.after(position, lengths);
    double seconds = (System.nanoTime() - began) / 1e9;
    segment = segment.plus(shares, seconds, workers, rates[rates.length - 1]);
    cost.add(seconds, workers, next.tokens() - position.tokens());
    position = next;
    afresh = shares.leftOut();
    job.listener()
        .round(
            position.tokens(),
            plan.tokensTotal(),
            cost.tokensPerSecond(),
            shares.loss() / shares.tokens());
  }

  private RoundShares shares(List<WorkerFigures> workers) {
    RoundShares shares = RoundShares.of(workers);
    shares.notes(position.rounds() + 1, workers).forEach(job.listener()::note);
    if (shares.isEmpty()) {
      throw new PerplexException(
          ExitCode.FAILED,
          "the training loss is no longer a number after "
              + position.tokens()
              + " tokens: train.rate = "
              + settings.rate()
              + " is too high here. Lower train.rate or train.clip.");
    }
    return shares;
  }

  /** Validates the parameters, and goes on to the next segment. */
  private void endSegment() throws RoundLost {
    List<SealedFile> files = stages.write(start());
    PartLayout layout = stages.plan().layout();
    validations =
        validation.after(validations, position, segment, layout, files.subList(0, layout.parts()));
    segment = RoundCheckpoint.Segment.START;
    commit(files);
    job.listener().segment(validations.curve().get(validations.curve().size() - 1));
  }

  /** Makes a checkpoint of what was written after the last round. */
  private void commit(List<SealedFile> files) {
    int parts = stages.plan().layout().parts();
    List<SealedFile> states = new ArrayList<>(files.subList(parts, files.size()));
    for (int worker = 0; worker < afresh.length; worker++) {
      if (afresh[worker]) {
        checkpoints.files().delete(states.set(worker, null));
      }
    }
    saved =
        new RoundCheckpoint(
            position,
            settings.workers(),
            plan.layout().laneLength(),
            saved.shapes(),
            List.copyOf(files.subList(0, parts)),
            Collections.unmodifiableList(states),
            segment,
            validations.best(),
            validations.bestModel(),
            validations.curve());
    checkpoints.commit(saved);
    savedAt = System.nanoTime();
    returns.forget();
    stages.place();
  }

  @Override
  public void close() {
    name.close();
    stages.close();
  }
}
