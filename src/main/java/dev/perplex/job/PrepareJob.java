package dev.perplex.job;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.text.CorpusManifest;
import dev.perplex.text.PrepareSettings;
import dev.perplex.text.Split;
import dev.perplex.text.SplitRule;
import dev.perplex.text.spark.PrepareDocuments;
import dev.perplex.text.spark.PreparedCorpus;
import dev.perplex.text.spark.SourceFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code prepare}: raw sources to documents with their split. */
final class PrepareJob implements StageJob {
  static final String CORPUS_FILE = "corpus.json";

  private final Run run;
  private final PrepareSettings settings;
  private final CorpusManifest corpus;
  private SourceFiles files;

  PrepareJob(Run run) {
    this.run = run;
    this.settings = run.settings().block("prepare", PrepareSettings.class);
    this.corpus = run.settings().corpus(CorpusManifest.class);
  }

  @Override
  public Stage stage() {
    return Stage.PREPARE;
  }

  /** The manifest's rules stand for its path; where the sources lie does not matter. */
  @Override
  public Map<String, Object> settings() {
    Map<String, Object> values = run.settings().values("prepare");
    values.putAll(rules(corpus));
    return values;
  }

  /** What a manifest says, in place of where it lies; where the sources lie is left out. */
  static Map<String, Object> rules(CorpusManifest corpus) {
    Map<String, Object> values = new TreeMap<>();
    values.put("prepare.corpus", corpus.name());
    values.put("corpus.title", corpus.title());
    values.put("corpus.licence", corpus.licence());
    values.put("corpus.encoding", corpus.encoding());
    values.put("corpus.document", Json.line(corpus.document()));
    values.put("corpus.duplicates", corpus.duplicates().toString());
    values.put("corpus.split", Json.line(corpus.split()));
    List<String> sources = new ArrayList<>();
    corpus.sources().forEach(source -> sources.add(source.name() + " " + source.split()));
    values.put("corpus.sources", String.join("; ", sources));
    return values;
  }

  @Override
  public Map<String, String> inputs() {
    return Map.of("sources", files().checksum(run.session().spark()));
  }

  private SourceFiles files() {
    if (files == null) {
      files = SourceFiles.of(corpus, run.session().hadoop());
    }
    return files;
  }

  @Override
  public Result make(Workshop workshop) {
    PreparedCorpus prepared =
        new PrepareDocuments(run.session().spark(), corpus, settings, files())
            .run(workshop.writer(), workshop.progress());
    Map<String, Long> counts = new TreeMap<>();
    for (Split split : Split.values()) {
      for (String what : List.of("documents", "characters", "bytes")) {
        long sum =
            prepared.files().stream()
                .filter(file -> file.name().startsWith(split.label() + "/"))
                .mapToLong(file -> file.count(what))
                .sum();
        counts.put(split.label() + "." + what, sum);
      }
    }
    counts.put("documents.read", prepared.counts().documents());
    counts.put("documents.empty", prepared.counts().emptyDocuments());
    counts.put("documents.duplicate", prepared.duplicates());
    counts.put("bytes.bad", prepared.counts().badBytes());
    check(prepared.counts().documents(), counts);
    List<PartFile> written = new ArrayList<>(prepared.files());
    written.add(
        workshop
            .writer()
            .file(
                CORPUS_FILE,
                Json.pretty(
                        Map.of(
                            "name", corpus.name(),
                            "title", corpus.title(),
                            "licence", corpus.licence()))
                    .getBytes(StandardCharsets.UTF_8),
                Map.of()));
    return new Result(written, counts);
  }

  private void check(long read, Map<String, Long> counts) {
    if (read == 0) {
      throw PerplexException.dataRefused(
          "The corpus %s is empty: %s holds no document. Check sources and document.extract in"
              + " the corpus manifest %s.",
          corpus.name(),
          corpus.sources().size() == 1
              ? "its source"
              : "none of its " + corpus.sources().size() + " sources",
          settings.corpus());
    }
    for (Split split : Split.values()) {
      if (counts.get(split.label() + ".documents") == 0) {
        throw PerplexException.dataRefused(
            "The %s split of corpus %s came out empty: %,d document%s in all. %s",
            split.label(),
            corpus.name(),
            read,
            read == 1 ? "" : "s",
            corpus.split().kind() == SplitRule.Kind.OWN
                ? "Give a source with text and split = " + split.label() + "."
                : String.format(
                    Locale.ROOT,
                    "Give more text, or smaller documents (document.kind), or raise split.valid ="
                        + " %s and split.test = %s in the corpus manifest.",
                    corpus.split().valid(),
                    corpus.split().test()));
      }
    }
  }

  @Override
  public String summary(Artefact artefact) {
    long duplicates = artefact.count("documents.duplicate");
    long bad = artefact.count("bytes.bad");
    return String.format(
        Locale.ROOT,
        "%,d train, %,d valid, %,d test documents%s%s",
        artefact.count("train.documents"),
        artefact.count("valid.documents"),
        artefact.count("test.documents"),
        duplicates == 0 ? "" : String.format(Locale.ROOT, "; %,d duplicates dropped", duplicates),
        bad == 0 ? "" : String.format(Locale.ROOT, "; %,d bad bytes", bad));
  }
}
