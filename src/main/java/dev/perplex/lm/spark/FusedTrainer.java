package dev.perplex.lm.spark;

import dev.perplex.cluster.PlacedTasks;
import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.Minibatches;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.fused.NonMonotonic;
import dev.perplex.lm.fused.Schedule;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.Divergence;
import dev.perplex.lm.rounds.PartLayout;
import dev.perplex.lm.rounds.PartState;
import dev.perplex.lm.rounds.Position;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.lm.rounds.RoundPlan;
import dev.perplex.lm.rounds.WorkerFigures;
import dev.perplex.lm.rounds.WorkerState;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.SealedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * Training by our own engine, in rounds that are pure functions: each worker (a task) trains its
 * own copy for some minibatches, the changes meet part by part, and an outer step brings all copies
 * to the next round's start. What a round leaves stays in executors' memory; now and then all of it
 * is written to storage. Where something is lost, training goes back to what was written, and comes
 * to the same bits. Neither executors nor their number change the result.
 */
final class FusedTrainer implements Trainer {
  /** Times that training goes back to the same checkpoint before it gives up. */
  private static final int MOST_RETURNS = 5;

  private final Function<TrainingJob, RoundModels> engine;

  FusedTrainer(Function<TrainingJob, RoundModels> engine) {
    this.engine = engine;
  }

  @Override
  public TrainedModel train(TrainingJob job) {
    try (Run run = new Run(job, engine.apply(job))) {
      return run.train();
    }
  }

  private static final class Run implements AutoCloseable {
    private final TrainingJob job;
    private final TrainSettings settings;
    private final RoundPlan plan;
    private final Schedule schedule;
    private final RoundCheckpoints checkpoints;
    private final RoundModels models;
    private final List<Tensor> parameters; // scratch of the driver's, for validation
    private final PlacedTasks tasks;
    private final Broadcast<FusedPlan> everywhere;
    private RoundCheckpoint saved; // where training goes back to
    private long savedAt; // System.nanoTime()
    private int returns; // to it
    private Position position;
    private LastRound last; // before the position
    private RoundCheckpoint.Segment segment;
    private boolean[] afresh;
    private List<LearningPoint> curve;
    private int best;
    private SealedFile bestModel;
    private double ownSeconds;
    private double stepSeconds; // of these, those of each round's slowest worker
    private int ownRounds;
    private long ownTokens;

    Run(TrainingJob job, RoundModels models) {
      this.job = job;
      this.settings = job.settings();
      this.models = models;
      Minibatches text = Minibatches.of(settings, job.train().size());
      this.plan =
          new RoundPlan(
              text,
              settings.randomLengths(),
              settings.minibatchesOfRound(),
              settings.segmentTokens(),
              settings.epochs(),
              settings.seed());
      this.schedule = new Schedule(settings.schedule());
      this.checkpoints = new RoundCheckpoints(job.rounds());
      this.parameters = models.start();
      this.saved = begin();
      long count = parameters.stream().mapToLong(each -> each.values().length).sum();
      int parts =
          saved.parts().isEmpty()
              ? PartLayout.parts(count, settings.workers())
              : saved.parts().size();
      OuterSettings outer = settings.outer().of(settings.workers());
      this.everywhere =
          job.spark()
              .broadcast(
                  new FusedPlan(
                      UUID.randomUUID().toString(),
                      models,
                      PartLayout.of(parameters, parts),
                      text,
                      job.train(),
                      outer,
                      settings.wire(),
                      settings.seed(),
                      checkpoints.files()));
      this.tasks = new PlacedTasks(job.spark());
      if (settings.workers() > 1) {
        note(
            "rounds of %d minibatches, outer rate %s, momentum %s, %d parts",
            settings.minibatchesOfRound(), outer.rate(), outer.momentum(), parts);
      }
      note("%s", memory(count));
      goBack();
    }

    /** What an executor and each of its cores' workers need, about. */
    private String memory(long count) {
      long bytes = count * Float.BYTES;
      int states =
          switch (settings.optimizer().method()) {
            case SGD, NT_ASGD -> 0;
            case ADAGRAD, RMSPROP -> 1;
            case ADAMW -> 2;
          };
      // The global parameters, the outer step's state and its scratch once; by core, own
      // parameters,
      // what the optimizer remembers (in use and to be kept), changes of two rounds and their
      // scratch, and what the model works in.
      long core = (4L + 2L * states) * bytes + models.workingBytes();
      return String.format(
          Locale.ROOT,
          "memory of an executor, about: %,d MiB and %,d MiB a core, of a heap of %s",
          (3 * bytes) >> 20,
          core >> 20,
          job.spark().getConf().get("spark.executor.memory", "1g"));
    }

    private void note(String format, Object... arguments) {
      job.listener().note(String.format(Locale.ROOT, format, arguments));
    }

    /** The last checkpoint, fitted to these settings; or the beginning. */
    private RoundCheckpoint begin() {
      RoundCheckpoint found = checkpoints.latest(job.listener()::note).orElse(null);
      if (found == null) {
        return RoundCheckpoint.beginning(
            settings.workers(), plan.layout().laneLength(), parameters);
      }
      List<RoundCheckpoint.Shape> wanted = RoundCheckpoint.Shape.of(parameters);
      if (!found.shapes().equals(wanted)) {
        throw PerplexException.dataRefused(
            "the checkpoint in %s is of a model with %s, the settings ask for %s. Train anew with"
                + " --force, or set train.model.* back.",
            job.rounds(), found.shapes(), wanted);
      }
      note(
          "going on after round %d (%,d of %,d tokens)",
          found.position().rounds(), found.position().tokens(), plan.tokensTotal());
      return found.workers() == settings.workers() ? found : dealtAnew(found);
    }

    /** For another number of workers: a checkpoint as if these had made it. */
    private RoundCheckpoint dealtAnew(RoundCheckpoint found) {
      note(
          "%d workers go on where %d were: recurrent states start afresh, what optimizers remember"
              + " is dealt to the new workers, and lanes are cut anew",
          settings.workers(), found.workers());
      List<SealedFile> states = new ArrayList<>();
      for (int worker = 0; worker < settings.workers(); worker++) {
        SealedFile old = found.states().get(worker % found.workers());
        states.add(
            old == null
                ? null
                : checkpoints
                    .files()
                    .write(
                        "round-%06d/dealt-%05d".formatted(found.position().rounds(), worker),
                        WorkerState.fromBytes(checkpoints.files().read(old))
                            .dealtAnew()
                            .toBytes()));
      }
      RoundCheckpoint dealt =
          new RoundCheckpoint(
              plan.movedFrom(found.position(), found.laneLength()),
              settings.workers(),
              plan.layout().laneLength(),
              found.shapes(),
              found.parts(),
              states,
              found.segment(),
              found.best(),
              found.bestModel(),
              found.curve());
      checkpoints.commit(dealt);
      return dealt;
    }

    private void goBack() {
      position = saved.position();
      last = LastRound.NONE;
      segment = saved.segment();
      curve = new ArrayList<>(saved.curve());
      best = saved.best();
      bestModel = saved.bestModel();
      afresh = new boolean[settings.workers()];
      savedAt = System.nanoTime();
      tasks.place();
    }

    TrainedModel train() {
      while (!isDone()) {
        try {
          round();
          if (plan.endsSegment(position)) {
            endSegment();
          } else if (System.nanoTime() - savedAt >= settings.checkpointSeconds() * 1e9) {
            save();
          }
        } catch (RoundLost lost) {
          goBackAfter(lost);
        }
      }
      if (ownRounds > 0 && settings.workers() > 1) {
        note(
            "averaging took %.1f %% of the rounds' time: %.0f ms a round",
            100 * (1 - stepSeconds / ownSeconds), 1e3 * (ownSeconds - stepSeconds) / ownRounds);
      }
      return new TrainedModel(checkpoints.files().read(bestModel), best, List.copyOf(curve));
    }

    private boolean isDone() {
      boolean early =
          settings.patience() > 0 && best >= 0 && curve.size() - 1 - best >= settings.patience();
      if (early && !plan.isDone(position)) {
        note("training ends: %d validations brought no new best", settings.patience());
      }
      return early || plan.isDone(position);
    }

    private void goBackAfter(RoundLost lost) {
      if (++returns > MOST_RETURNS) {
        throw new PerplexException(
            ExitCode.FAILED,
            String.format(
                "executors were lost %d times in the rounds after round %d (%s is gone). Give"
                    + " executors more memory, or set train.checkpoint-seconds lower.",
                returns, saved.position().rounds(), lost.getMessage()),
            lost);
      }
      note(
          "an executor was lost (%s is gone): going back from round %d to round %d",
          lost.getMessage(), position.rounds(), saved.position().rounds());
      goBack();
    }

    private RoundStart start() {
      return new RoundStart(
          position.rounds(), last, saved.position().rounds(), saved.parts(), saved.states());
    }

    private void round() throws RoundLost {
      long began = System.nanoTime();
      job.spark()
          .setJobDescription(
              "train: epoch %d of %d, round %d"
                  .formatted(position.epoch() + 1, settings.epochs(), position.rounds() + 1));
      int[] lengths = plan.lengths(position);
      double[] rates = rates(lengths);
      List<RoundOutcome<WorkerFigures>> outcomes =
          tasks.run(
              settings.workers(),
              new TrainTask(everywhere, start(), position, lengths, rates, afresh));
      List<WorkerFigures> workers = RoundOutcome.values(outcomes);
      boolean[] left = Divergence.leftOut(workers);
      LastRound trained =
          new LastRound(RoundOutcome.places(outcomes), List.of(), shares(workers, left), mean());
      last = everywhere.value().mergesEverywhere() ? trained : merged(trained);
      Position next = plan.after(position, lengths);
      double loss = 0;
      long tokens = 0;
      for (int worker = 0; worker < left.length; worker++) {
        if (!left[worker]) {
          loss += workers.get(worker).loss();
          tokens += workers.get(worker).tokens();
        }
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      segment =
          new RoundCheckpoint.Segment(
              segment.loss() + loss,
              segment.tokens() + tokens,
              segment.seconds() + seconds,
              segment.rounds().plus(workers, rates[rates.length - 1]));
      ownSeconds += seconds;
      stepSeconds += workers.stream().mapToDouble(WorkerFigures::seconds).max().orElse(0);
      ownRounds++;
      ownTokens += next.tokens() - position.tokens();
      position = next;
      afresh = left;
      job.listener()
          .round(position.tokens(), plan.tokensTotal(), ownTokens / ownSeconds, loss / tokens);
    }

    private LastRound merged(LastRound trained) throws RoundLost {
      int parts = everywhere.value().layout().parts();
      List<RoundOutcome<Integer>> outcomes =
          tasks.run(parts, new MergePartTask(everywhere, start(), trained));
      RoundOutcome.values(outcomes);
      return trained.with(RoundOutcome.places(outcomes));
    }

    /** The learning rate of each minibatch. */
    private double[] rates(int[] lengths) {
      double[] losses = losses();
      double[] rates = new double[lengths.length];
      long tokens = position.tokens();
      for (int i = 0; i < lengths.length; i++) {
        double part = settings.randomLengths() ? (double) lengths[i] / settings.bptt() : 1;
        rates[i] =
            part
                * settings.rate()
                * schedule.share(tokens, plan.tokensTotal(), plan.tokensOfEpoch(), losses);
        tokens += (long) lengths[i] * settings.workers() * settings.batch();
      }
      return rates;
    }

    private double[] losses() {
      return curve.stream().mapToDouble(LearningPoint::validationLoss).toArray();
    }

    /** Whether the mean over rounds is what is validated: from NT-ASGD's trigger on. */
    private LastRound.Mean mean() {
      OptimizerSettings optimizer = settings.optimizer();
      return optimizer.method() == OptimizerSettings.Method.NT_ASGD
              && NonMonotonic.start(optimizer.patience(), losses()) >= 0
          ? LastRound.Mean.KEPT
          : LastRound.Mean.NONE;
    }

    /** Shares of tokens among the workers that are not left out. */
    private double[] shares(List<WorkerFigures> workers, boolean[] left) {
      double[] shares = new double[left.length];
      long tokens = 0;
      for (int worker = 0; worker < left.length; worker++) {
        WorkerFigures figures = workers.get(worker);
        if (left[worker]) {
          note(
              "round %d: worker %d is left out and starts afresh: its loss is %.3f nats a token,"
                  + " its change's norm %.3g (%s)",
              position.rounds() + 1,
              worker,
              figures.loss() / figures.tokens(),
              figures.norm(),
              norms(workers));
        } else {
          tokens += figures.tokens();
        }
      }
      if (tokens == 0) {
        throw new PerplexException(
            ExitCode.FAILED,
            "the training loss is no longer a number after "
                + position.tokens()
                + " tokens: train.rate = "
                + settings.rate()
                + " is too high here. Lower train.rate or train.clip.");
      }
      for (int worker = 0; worker < left.length; worker++) {
        shares[worker] = left[worker] ? 0 : (double) workers.get(worker).tokens() / tokens;
      }
      return shares;
    }

    private static String norms(List<WorkerFigures> workers) {
      return "all norms: "
          + Arrays.toString(
              workers.stream()
                  .map(each -> String.format(Locale.ROOT, "%.3g", each.norm()))
                  .toArray());
    }

    /** Writes what training is now to storage. */
    private void save() throws RoundLost {
      commit(written());
    }

    private List<SealedFile> written() throws RoundLost {
      int parts = everywhere.value().layout().parts();
      return RoundOutcome.values(
          tasks.run(parts + settings.workers(), new CheckpointTask(everywhere, start())));
    }

    private void commit(List<SealedFile> files) {
      int parts = everywhere.value().layout().parts();
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
              best,
              bestModel,
              List.copyOf(curve));
      checkpoints.commit(saved);
      savedAt = System.nanoTime();
      returns = 0;
      tasks.place();
    }

    /** Validates the parameters, and goes on to the next segment. */
    private void endSegment() throws RoundLost {
      List<SealedFile> files = written();
      boolean averaged = read(files.subList(0, everywhere.value().layout().parts()));
      byte[] model = models.bytes(parameters);
      double validationLoss = job.validation().loss(model);
      double seconds = curve.isEmpty() ? 0 : curve.get(curve.size() - 1).seconds();
      LearningPoint point =
          new LearningPoint(
              curve.size(),
              plan.epochsDone(position),
              position.tokens(),
              segment.loss() / segment.tokens(),
              validationLoss,
              Math.exp(validationLoss),
              segment.tokens() / segment.seconds(),
              seconds + segment.seconds(),
              averaged,
              segment.rounds().rate(),
              segment.rounds().gradientNorms() / segment.rounds().minibatches(),
              1 - segment.rounds().training() / segment.seconds());
      if (best < 0 || validationLoss < curve.get(best).validationLoss()) {
        best = point.segment();
        bestModel =
            checkpoints.files().write("round-%06d/best".formatted(position.rounds()), model);
      }
      curve.add(point);
      segment = RoundCheckpoint.Segment.START;
      commit(files);
      job.listener().segment(point);
    }

    /** Reads the parameters that are to be validated; returns whether they are a mean. */
    private boolean read(List<SealedFile> parts) {
      boolean averaged = false;
      for (int part = 0; part < parts.size(); part++) {
        PartState.Stored stored = PartState.fromBytes(checkpoints.files().read(parts.get(part)));
        averaged = stored.state().averaged() > 0;
        everywhere
            .value()
            .layout()
            .scatter(part, averaged ? stored.state().average() : stored.parameters(), parameters);
      }
      return averaged;
    }

    @Override
    public void close() {
      job.spark().setJobDescription(null);
      SharedParameters.clear(everywhere.value().name());
      everywhere.destroy();
    }
  }
}
