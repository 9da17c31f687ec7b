package dev.perplex.job;

import dev.perplex.config.Settings;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.Draft;
import dev.perplex.store.PartFile;
import dev.perplex.text.PhraseScore;
import dev.perplex.text.PhraseSettings;
import dev.perplex.text.Split;
import dev.perplex.text.TokenizeSettings;
import dev.perplex.text.TokenizerFile;
import dev.perplex.text.spark.JoinPhrases;
import dev.perplex.text.spark.LearnPhrases;
import dev.perplex.text.spark.LearnedPhrases;
import dev.perplex.text.spark.TokenizeDocuments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code tokenize}: documents to tokens, with the tokenizer file. Where phrases are asked for, the
 * text is cut once into a draft; passes over its training split learn them, and the draft is
 * written anew with phrases joined.
 */
final class TokenizeJob implements StageJob {
  static final String TOKENIZER_FILE = "tokenizer.json";

  /** The phrases, for people, where there are any. */
  static final String PHRASES_FILE = "phrases.tsv";

  static final String PHRASES = "tokenize.phrases";

  private final Run run;
  private final StageJob prepare;
  private final TokenizeSettings settings;
  private final PhraseSettings phrases;

  TokenizeJob(Run run, StageJob prepare) {
    this.run = run;
    this.prepare = prepare;
    this.settings = run.settings().block("tokenize", TokenizeSettings.class);
    this.phrases = phrases(run.settings());
  }

  /**
   * How phrases are learned.
   *
   * @throws PerplexException exit code 2, for bad settings of the stage; also where they do not fit
   *     one another
   */
  static PhraseSettings phrases(Settings settings) {
    TokenizeSettings words = settings.block("tokenize", TokenizeSettings.class);
    PhraseSettings phrases = settings.block(PHRASES, PhraseSettings.class);
    if (phrases.passes() > 0 && words.kind() == TokenizeSettings.Kind.CHARACTERS) {
      throw PerplexException.usage(
          "%s.passes = %d has no meaning with tokenize.kind = characters: phrases are joined words."
              + " Pass --set %s.passes=0, or --set tokenize.kind=words.",
          PHRASES, phrases.passes(), PHRASES);
    }
    return phrases;
  }

  @Override
  public Stage stage() {
    return Stage.TOKENIZE;
  }

  /** Of phrases, only what plays a part: nothing where there are none, and no other score. */
  @Override
  public Map<String, Object> settings() {
    Map<String, Object> values = run.settings().values("tokenize");
    String other = phrases.score() == PhraseScore.NPMI ? "word2phrase" : "npmi";
    values
        .keySet()
        .removeIf(
            key ->
                key.startsWith(PHRASES + ".")
                    && (phrases.passes() == 0
                        || key.startsWith(PHRASES + "." + other + ".")
                        || (phrases.passes() == 1 && key.endsWith(".factor"))));
    return values;
  }

  @Override
  public Map<String, String> inputs() {
    return Map.of("prepare", run.input(prepare).content());
  }

  @Override
  public Result make(Workshop workshop) {
    TokenizerFile tokenizer = TokenizerFile.of(settings);
    if (phrases.passes() == 0) {
      return result(workshop, tokenizer, cut(workshop, tokenizer, workshop.writer()), Map.of());
    }
    try (Draft draft = workshop.writer().draft("words")) {
      return joined(workshop, tokenizer, draft.of(cut(workshop, tokenizer, draft.writer())));
    }
  }

  private List<PartFile> cut(Workshop workshop, TokenizerFile tokenizer, ArtefactWriter writer) {
    return TokenizeDocuments.run(
        run.session().spark(), run.input(prepare), tokenizer, writer, workshop.progress());
  }

  private Result joined(Workshop workshop, TokenizerFile tokenizer, Artefact words) {
    LearnedPhrases learned =
        new LearnPhrases(run.session().spark(), words, phrases, workshop.progress())
            .run(soFar -> workshop.notes().accept(new PhraseListing(soFar, phrases).lastPass()));
    List<PartFile> files =
        new ArrayList<>(
            JoinPhrases.run(
                run.session().spark(),
                words,
                learned.phrases(),
                workshop.writer(),
                workshop.progress()));
    PhraseListing listing = new PhraseListing(learned, phrases);
    Map<String, Long> counts = listing.counts();
    for (Split split : Split.values()) {
      counts.put(split.label() + ".tokens.unjoined", sum(words.files("", ""), split, "tokens"));
    }
    if (!learned.phrases().isEmpty()) {
      byte[] table = listing.table().getBytes(StandardCharsets.UTF_8);
      files.add(workshop.writer().file(PHRASES_FILE, table, Map.of()));
    }
    return result(workshop, tokenizer.with(learned.phrases()), files, counts);
  }

  private static Result result(
      Workshop workshop,
      TokenizerFile tokenizer,
      List<PartFile> made,
      Map<String, Long> phraseCounts) {
    List<PartFile> files = new ArrayList<>(made);
    Map<String, Long> counts = new TreeMap<>(phraseCounts);
    for (Split split : Split.values()) {
      for (String what : List.of("documents", "tokens", "eos", "characters", "bytes")) {
        counts.put(split.label() + "." + what, sum(files, split, what));
      }
    }
    files.add(
        workshop
            .writer()
            .file(TOKENIZER_FILE, tokenizer.toJson().getBytes(StandardCharsets.UTF_8), Map.of()));
    return new Result(files, counts);
  }

  private static long sum(List<PartFile> files, Split split, String what) {
    return files.stream()
        .filter(file -> file.name().startsWith(split.label() + "/"))
        .mapToLong(file -> file.count(what))
        .sum();
  }

  @Override
  public String summary(Artefact artefact) {
    String tokens =
        String.format(
            Locale.ROOT,
            "%,d train, %,d valid, %,d test tokens",
            artefact.count("train.tokens"),
            artefact.count("valid.tokens"),
            artefact.count("test.tokens"));
    return artefact.manifest().counts().containsKey("phrases")
        ? PhraseListing.counted(artefact.count("phrases")) + "; " + tokens
        : tokens;
  }
}
