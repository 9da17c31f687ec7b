package dev.perplex.job;

import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.text.Split;
import dev.perplex.text.TokenizeSettings;
import dev.perplex.text.TokenizerFile;
import dev.perplex.text.spark.TokenizeDocuments;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code tokenize}: documents to tokens, with the tokenizer file. */
final class TokenizeJob implements StageJob {
  static final String TOKENIZER_FILE = "tokenizer.json";

  private final Run run;
  private final StageJob prepare;
  private final TokenizeSettings settings;

  TokenizeJob(Run run, StageJob prepare) {
    this.run = run;
    this.prepare = prepare;
    this.settings = run.settings().block("tokenize", TokenizeSettings.class);
  }

  @Override
  public Stage stage() {
    return Stage.TOKENIZE;
  }

  @Override
  public Map<String, Object> settings() {
    return run.settings().values("tokenize");
  }

  @Override
  public Map<String, String> inputs() {
    return Map.of("prepare", run.input(prepare).content());
  }

  @Override
  public Result make(Workshop workshop) {
    TokenizerFile tokenizer = TokenizerFile.of(settings);
    List<PartFile> files =
        new ArrayList<>(
            TokenizeDocuments.run(
                run.session().spark(),
                run.input(prepare),
                tokenizer,
                workshop.writer(),
                workshop.progress()));
    Map<String, Long> counts = new TreeMap<>();
    for (Split split : Split.values()) {
      for (String what : List.of("documents", "tokens", "eos", "characters", "bytes")) {
        counts.put(
            split.label() + "." + what,
            files.stream()
                .filter(file -> file.name().startsWith(split.label() + "/"))
                .mapToLong(file -> file.count(what))
                .sum());
      }
    }
    files.add(
        workshop
            .writer()
            .file(TOKENIZER_FILE, tokenizer.toJson().getBytes(StandardCharsets.UTF_8), Map.of()));
    return new Result(files, counts);
  }

  @Override
  public String summary(Artefact artefact) {
    return String.format(
        Locale.ROOT,
        "%,d train, %,d valid, %,d test tokens",
        artefact.count("train.tokens"),
        artefact.count("valid.tokens"),
        artefact.count("test.tokens"));
  }
}
