package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.IdShards;
import dev.perplex.store.PartFile;
import dev.perplex.text.Split;
import dev.perplex.vocab.VocabSettings;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.vocab.VocabularyFile;
import dev.perplex.vocab.spark.TokenCounts;
import dev.perplex.vocab.spark.TokenEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code vocab}: tokens to the vocabulary and the corpus as ids. */
final class VocabJob implements StageJob {
  static final String VOCABULARY_FILE = "vocabulary.txt";

  private final Run run;
  private final StageJob tokenize;
  private final VocabSettings settings;

  VocabJob(Run run, StageJob tokenize) {
    this.run = run;
    this.tokenize = tokenize;
    this.settings = run.settings().block("vocab", VocabSettings.class);
  }

  @Override
  public Stage stage() {
    return Stage.VOCAB;
  }

  @Override
  public Map<String, Object> settings() {
    return run.settings().values("vocab");
  }

  @Override
  public Map<String, String> inputs() {
    return Map.of("tokenize", run.input(tokenize).content());
  }

  @Override
  public Result make(Workshop workshop) {
    Artefact tokens = run.input(tokenize);
    Map<String, Long> counts = new TreeMap<>();
    Vocabulary vocabulary;
    try (TokenCounts counted = TokenCounts.of(run.session().spark(), tokens, workshop.progress())) {
      vocabulary =
          counted.vocabulary(settings, tokens.count("train.tokens"), tokens.count("train.eos"));
      counted.types().forEach((split, types) -> counts.put(split + ".types", types));
    }
    if (vocabulary.size() == 2) {
      throw PerplexException.dataRefused(
          "The vocabulary is empty: no word stands vocab.min-count = %d times in the training"
              + " split. Give more text, or lower vocab.min-count.",
          settings.minCount());
    }
    List<PartFile> files =
        new ArrayList<>(
            TokenEncoding.run(
                run.session().spark(), tokens, vocabulary, workshop.writer(), workshop.progress()));
    for (Split split : Split.values()) {
      for (String what : List.of("documents", "tokens", "eos", "characters", "bytes")) {
        counts.put(split.label() + "." + what, tokens.count(split.label() + "." + what));
      }
      for (String what : List.of("unknown", "unknown-written")) {
        counts.put(
            split.label() + "." + what,
            files.stream()
                .filter(file -> file.name().startsWith(split.label() + "/"))
                .mapToLong(file -> file.count(what))
                .sum());
      }
    }
    counts.put("vocabulary", (long) vocabulary.size());
    files.add(workshop.writer().file(VOCABULARY_FILE, VocabularyFile.bytes(vocabulary), Map.of()));
    files.add(
        workshop
            .writer()
            .file(TokenizeJob.TOKENIZER_FILE, tokens.read(TokenizeJob.TOKENIZER_FILE), Map.of()));
    return new Result(files, counts);
  }

  static Vocabulary vocabulary(Artefact artefact) {
    String text = new String(artefact.read(VOCABULARY_FILE), StandardCharsets.UTF_8);
    return VocabularyFile.parse(text, artefact.folder() + "/" + VOCABULARY_FILE);
  }

  static IdShards ids(Artefact artefact, Split split) {
    return new IdShards(artefact, split.label());
  }

  @Override
  public String summary(Artefact artefact) {
    return String.format(
        Locale.ROOT,
        "%,d words; unknown: %.2f %% of train, %.2f %% of test tokens",
        artefact.count("vocabulary"),
        unknownShare(artefact, Split.TRAIN),
        unknownShare(artefact, Split.TEST));
  }

  private static double unknownShare(Artefact artefact, Split split) {
    return 100.0
        * artefact.count(split.label() + ".unknown")
        / Math.max(1, artefact.count(split.label() + ".tokens"));
  }
}
