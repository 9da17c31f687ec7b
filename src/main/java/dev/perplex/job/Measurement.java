package dev.perplex.job;

import dev.perplex.cluster.Progress;
import dev.perplex.eval.DocumentLosses;
import dev.perplex.eval.PairedDifference;
import dev.perplex.eval.Resamples;
import dev.perplex.provenance.PerplexException;
import dev.perplex.registry.Measured;
import dev.perplex.registry.PromoteSettings;
import dev.perplex.registry.Version;
import dev.perplex.report.BootstrapSettings;
import dev.perplex.report.Comparison;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.ReportSettings;
import dev.perplex.store.Artefact;
import dev.perplex.text.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures what the quality gate looks at. */
final class Measurement {
  private final Run run;
  private final PromoteSettings settings;
  private final ReportSettings report;
  private final ReportedRun mine;
  private final Artefact prepared;
  private final Artefact ids;
  private DocumentLosses losses; // of the candidate; null until they are asked for

  Measurement(
      Run run, PromoteSettings settings, ReportedRun mine, Artefact prepared, Artefact ids) {
    this.run = run;
    this.settings = settings;
    this.report = run.settings().block("report", ReportSettings.class);
    this.mine = mine;
    this.prepared = prepared;
    this.ids = ids;
  }

  /**
   * @param champion null for none
   * @param model of the candidate
   * @param comparable whether the candidate may be held against the champion at all
   */
  Measured of(Version champion, Artefact model, boolean comparable, Progress progress) {
    ModelScore score = score();
    boolean same =
        champion != null && champion.evaluation().isSame(Versions.evaluation(mine.report()));
    boolean rescore =
        champion != null
            && !same
            && settings.changedEvaluation() == PromoteSettings.ChangedEvaluation.RESCORE;
    Measured.Against against = null;
    if (comparable && settings.quality().compares() && (same || rescore)) {
      against =
          rescore
              ? rescored(champion, new ChampionModel(run.root(), champion), progress)
              : stored(champion, new ChampionModel(run.root(), champion));
    }
    boolean sameTokens =
        same && champion.evaluation().tokensSha256().equals(mine.report().test().tokensSha256());
    return new Measured(
        score.perplexity(),
        score.bitsPerByte(),
        against,
        against == null ? without(champion, same, comparable) : null,
        comparable && sameTokens ? bands(champion) : List.of(),
        champion == null ? List.of() : vectors(champion),
        settings.quality().checkDocuments() == 0 ? null : check(model));
  }

  private Measured.Without without(Version champion, boolean same, boolean comparable) {
    if (champion == null) {
      return Measured.Without.FIRST;
    }
    if (!comparable) {
      return Measured.Without.NOT_ASKED;
    }
    boolean accepted =
        !same && settings.changedEvaluation() == PromoteSettings.ChangedEvaluation.ACCEPT;
    return accepted ? Measured.Without.CHANGED : Measured.Without.OFF;
  }

  private ModelScore score() {
    return mine.report()
        .find(settings.model())
        .orElseThrow(
            () ->
                PerplexException.usage(
                    "promote.model = %s is no row of the report. Its rows: %s.",
                    settings.model(),
                    String.join(
                        ", ", mine.report().models().stream().map(ModelScore::model).toList())));
  }

  private DocumentLosses losses() {
    if (losses == null) {
      losses = mine.losses();
    }
    return losses;
  }

  private Measured.Against stored(Version champion, ChampionModel model) {
    DocumentLosses others = model.stored();
    if (!others.models().contains(settings.model()) || others.documents() != losses().documents()) {
      throw PerplexException.usage(
          "The champion %s has no row %s to be judged by. Set promote.model to one of %s.",
          champion.id(), settings.model(), String.join(", ", others.models()));
    }
    boolean sameTokens =
        champion.evaluation().tokensSha256().equals(mine.report().test().tokensSha256());
    return against(champion, others.of(settings.model()), sameTokens, false);
  }

  private Measured.Against rescored(Version champion, ChampionModel model, Progress progress) {
    if (!settings.model().equals(Report.LSTM)) {
      throw PerplexException.usage(
          "The evaluation set is not the one of the champion %s, and only the row %s can be scored"
              + " anew, not promote.model = %s. Pass --set promote.model=%s, or --set"
              + " promote.changed-evaluation=accept.",
          champion.id(), Report.LSTM, settings.model(), Report.LSTM);
    }
    double[] nats = model.rescored(run.session().spark(), prepared, report.state(), progress);
    if (nats.length != losses().documents()) {
      throw PerplexException.dataRefused(
          "The prepared test split has %d documents and the report's losses %d. Make the report"
              + " again with --force=report.",
          nats.length, losses().documents());
    }
    return against(champion, nats, model.hasTokensOf(ids), true);
  }

  private Measured.Against against(
      Version champion, double[] nats, boolean sameTokens, boolean rescored) {
    Comparison.Measure measure =
        sameTokens ? Report.measure(mine.report().settings()) : Comparison.Measure.BITS_PER_BYTE;
    Comparison comparison = compared(champion, nats, measure);
    return new Measured.Against(
        champion.id(),
        switch (measure) {
          case PERPLEXITY -> "perplexity";
          case BITS_PER_CHARACTER -> "bits a character";
          case BITS_PER_BYTE -> "bits a byte";
        },
        comparison.value(),
        comparison.baselineValue(),
        comparison.pValue(),
        comparison.significant(),
        rescored,
        comparison.sentence());
  }

  private Comparison compared(Version champion, double[] nats, Comparison.Measure measure) {
    long[] sizes = RunComparison.sizes(losses(), measure);
    double[][] columns = {
      losses().of(settings.model()), nats, Arrays.stream(sizes).asDoubleStream().toArray()
    };
    BootstrapSettings bootstrap = report.bootstrap();
    Resamples resamples =
        Resamples.of(
            Resamples.blocks(columns, bootstrap.block()), bootstrap.resamples(), bootstrap.seed());
    String title = score().title();
    return Comparison.of(
        settings.model(),
        title,
        settings.model(),
        champion.score(settings.model()).map(Version.Score::title).orElse(title),
        champion.run(),
        measure,
        losses().documents(),
        Arrays.stream(sizes).sum(),
        resamples.total(0),
        resamples.total(1),
        resamples.units() < 2 ? null : PairedDifference.of(resamples, 0, 1, 2, bootstrap.level()),
        bootstrap.level());
  }

  private List<Measured.Band> bands(Version champion) {
    List<Measured.Band> bands = new ArrayList<>();
    for (Version.Band band : Versions.bands(mine.report(), settings.model())) {
      champion.bands(settings.model()).stream()
          .filter(each -> each.label().equals(band.label()))
          .forEach(
              each ->
                  bands.add(
                      new Measured.Band(
                          band.label(),
                          Math.min(band.tokens(), each.tokens()),
                          band.perplexity(),
                          each.perplexity())));
    }
    return bands;
  }

  private List<Measured.Vectors> vectors(Version champion) {
    List<Measured.Vectors> vectors = new ArrayList<>();
    for (Version.VectorScore score : Versions.vectors(mine.report())) {
      champion.vectors().stream()
          .filter(each -> each.file().equals(score.file()))
          .forEach(
              each -> vectors.add(new Measured.Vectors(score.file(), score.value(), each.value())));
    }
    return vectors;
  }

  private Measured.Check check(Artefact model) {
    List<String> texts =
        ChampionModel.texts(prepared, Split.TEST, settings.quality().checkDocuments());
    return new PackedModel(model)
        .check(
            new PackedModel.Question(report.state(), texts),
            losses().of(Report.LSTM),
            settings.quality().checkSeconds());
  }
}
