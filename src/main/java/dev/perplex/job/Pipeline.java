package dev.perplex.job;

import dev.perplex.config.Settings;
import dev.perplex.lm.EngineLimits;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.ngram.NgramSettings;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.PromoteSettings;
import dev.perplex.report.ReportSettings;
import dev.perplex.store.Artefact;
import dev.perplex.text.CorpusManifest;
import dev.perplex.text.PrepareSettings;
import dev.perplex.vocab.VocabSettings;
import dev.perplex.word2vec.Word2vecSettings;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The stages, wired to one another. */
public final class Pipeline {
  private final Run run;
  private static final Set<Stage> TRAINING = EnumSet.of(Stage.WORD2VEC, Stage.NGRAM, Stage.TRAIN);

  private final Word2vecJob word2vec;
  private final TrainJob train;
  private final DataGate data;
  private final PromoteJob promote;
  private final Map<Stage, StageJob> jobs = new EnumMap<>(Stage.class);

  public Pipeline(Run run) {
    this.run = run;
    PrepareJob prepare = new PrepareJob(run);
    TokenizeJob tokenize = new TokenizeJob(run, prepare);
    VocabJob vocab = new VocabJob(run, tokenize);
    this.word2vec = new Word2vecJob(run, vocab);
    NgramJob ngram = new NgramJob(run, vocab);
    this.train = new TrainJob(run, vocab, word2vec);
    ReportJob report = new ReportJob(run, prepare, tokenize, vocab, word2vec, ngram, train);
    List<StageJob> judged = List.of(prepare, tokenize, vocab, word2vec, ngram, train, report);
    this.data = new DataGate(run, prepare, tokenize, vocab);
    this.promote = new PromoteJob(run, data, judged);
    judged.forEach(job -> jobs.put(job.stage(), job));
    jobs.put(promote.stage(), promote);
  }

  /**
   * Checks every setting of every stage, and those that must fit one another, before anything runs.
   *
   * @param stages that are going to run: what only others need may be at odds
   * @throws PerplexException exit code 2
   */
  public static void check(Settings settings, Collection<Stage> stages) {
    settings.block("run", RunSettings.class);
    settings.block("storage", StorageSettings.class);
    settings.block("prepare", PrepareSettings.class);
    TokenizeJob.phrases(settings);
    settings.block("vocab", VocabSettings.class);
    Word2vecSettings word2vec = settings.block("word2vec", Word2vecSettings.class);
    settings.block("ngram", NgramSettings.class);
    TrainSettings train = settings.block("train", TrainSettings.class);
    ModelSettings model = settings.block("train.model", ModelSettings.class);
    ReportSettings report = settings.block("report", ReportSettings.class);
    PromoteSettings promote = settings.block("promote", PromoteSettings.class);
    if (stages.contains(Stage.PROMOTE)) {
      checkJudged(promote, ModelRows.names(report.reading()));
    }
    boolean used = stages.contains(Stage.TRAIN) || stages.contains(Stage.REPORT);
    if (used) {
      EngineLimits.check(train, model);
      checkStart(settings.block("train", TrainStartSettings.class), train);
    }
    if (used && model.embeddings().needsVectors() && model.embedding() != word2vec.dimension()) {
      throw PerplexException.usage(
          "train.model.embedding = %d is not word2vec.dimension = %d, from which embeddings start."
              + " Pass --set train.model.embedding=%d, or --set train.model.embeddings=random.",
          model.embedding(), word2vec.dimension(), word2vec.dimension());
    }
  }

  private static void checkStart(TrainStartSettings start, TrainSettings train) {
    if (!start.isNone() && train.engine().equals("dl4j")) {
      throw PerplexException.usage(
          "train.start = %s, but the engine dl4j starts anew alone. Set train.engine to fused, or"
              + " train.start to \"\".",
          start.start());
    }
  }

  private static void checkJudged(PromoteSettings promote, List<String> rows) {
    if (!rows.contains(promote.model())) {
      throw PerplexException.usage(
          "promote.model = %s is no row of the report that these settings give. Set it to one of"
              + " %s; report.cache.window and report.dynamic.rate above 0 add rows.",
          promote.model(), String.join(", ", rows));
    }
  }

  /**
   * Reads and checks the corpus manifest, before a session is started for it.
   *
   * @throws PerplexException exit code 2
   */
  public static void checkCorpus(Settings settings) {
    settings.corpus(CorpusManifest.class);
  }

  /**
   * Makes these stages in order. Text that is to be trained on passes the data gate first.
   *
   * @return the summary, where the report is among them
   * @throws NotPromoted where {@code promote} is the last and the candidate is not the champion
   */
  public Optional<RunSummary> make(List<Stage> stages) {
    RunSummary summary = null;
    if (stages.contains(Stage.WORD2VEC)) {
      word2vec.checkFiles();
    }
    if (stages.contains(Stage.TRAIN)) {
      train.checkStart();
    }
    if (stages.contains(Stage.REPORT)) {
      MachineFiles.of(run).check();
    }
    if (stages.contains(Stage.PROMOTE)) {
      promote.check();
    }
    boolean gated = false;
    for (Stage stage : stages) {
      StageJob job = jobs.get(stage);
      if (TRAINING.contains(stage) && !gated && !run.isFinished(job)) {
        data.check();
        gated = true;
      }
      Artefact artefact = run.make(job);
      if (stage == Stage.REPORT) {
        String page = new ShownReport(run, artefact).write();
        summary = new RunSummary(ReportedRun.read(artefact), page);
        summary.asMap().forEach(run::fact);
      }
      if (stage == Stage.PROMOTE) {
        run.tell(stage, promote.publish(artefact, summary));
      }
    }
    return Optional.ofNullable(summary);
  }
}
