package dev.perplex.job;

import dev.perplex.provenance.Stage;
import dev.perplex.registry.DataFacts;
import dev.perplex.registry.Version;
import dev.perplex.report.Report;
import dev.perplex.report.Slice;
import dev.perplex.report.VectorScore;
import dev.perplex.store.Artefact;
import java.util.ArrayList;
import java.util.List;

/** What the registry keeps of a run's report. */
final class Versions {
  private Versions() {}

  /**
   * @param model row that is judged
   * @param pieces artefacts of all stages but {@code promote}
   */
  static Version of(
      Run run, ReportedRun reported, String model, List<Artefact> pieces, DataFacts data) {
    Report report = reported.report();
    List<Version.Piece> named =
        pieces.stream()
            .map(
                each ->
                    new Version.Piece(
                        each.manifest().stage(),
                        String.join(
                            "/",
                            "artefacts",
                            each.manifest().stage(),
                            each.manifest().fingerprint()),
                        each.content()))
            .toList();
    String trained =
        named.stream()
            .filter(each -> each.stage().equals(Stage.TRAIN.label()))
            .map(Version.Piece::content)
            .findFirst()
            .orElseThrow();
    return new Version(
        Version.id(run.id(), trained),
        run.id(),
        reported.date(),
        "reports/" + run.id() + "/" + ShownReport.PAGE_FILE,
        reported.made(),
        named,
        evaluation(report),
        report.models().stream()
            .map(
                each ->
                    new Version.Score(
                        each.model(), each.title(), each.perplexity(), each.bitsPerByte()))
            .toList(),
        model,
        bands(report, model),
        vectors(report),
        data);
  }

  static Version.Evaluation evaluation(Report report) {
    Report.Test test = report.test();
    return new Version.Evaluation(
        test.textSha256(),
        test.tokensSha256(),
        test.documents(),
        test.tokens(),
        test.bytes(),
        test.state());
  }

  static List<Version.Band> bands(Report report, String model) {
    List<Version.Band> bands = new ArrayList<>();
    for (Slice slice : report.bands()) {
      slice.models().stream()
          .filter(each -> each.model().equals(model))
          .forEach(
              each ->
                  bands.add(new Version.Band(slice.label(), slice.tokens(), each.perplexity())));
    }
    return bands;
  }

  static List<Version.VectorScore> vectors(Report report) {
    List<Version.VectorScore> vectors = new ArrayList<>();
    for (VectorScore score : report.vectors().scores()) {
      if (score.kind() == VectorScore.Kind.ANALOGY && score.seen() > 0) {
        vectors.add(
            new Version.VectorScore(
                score.file(), (double) score.right() / score.seen(), score.seen()));
      } else if (score.spearman() != null) {
        vectors.add(new Version.VectorScore(score.file(), score.spearman(), score.seen()));
      }
    }
    return vectors;
  }
}
