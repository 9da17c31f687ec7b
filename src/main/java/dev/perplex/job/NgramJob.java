package dev.perplex.job;

import dev.perplex.ngram.ArpaWriter;
import dev.perplex.ngram.Estimation;
import dev.perplex.ngram.NgramParts;
import dev.perplex.ngram.NgramSettings;
import dev.perplex.ngram.spark.NgramTraining;
import dev.perplex.ngram.spark.StoredNgram;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.store.PartOutput;
import dev.perplex.store.Parts;
import dev.perplex.text.Split;
import dev.perplex.vocab.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** {@code ngram}: ids to an n-gram model, and all that turns text into its ids. */
final class NgramJob implements StageJob {
  private final Run run;
  private final StageJob vocab;
  private final NgramSettings settings;

  NgramJob(Run run, StageJob vocab) {
    this.run = run;
    this.vocab = vocab;
    this.settings = run.settings().block("ngram", NgramSettings.class);
  }

  @Override
  public Stage stage() {
    return Stage.NGRAM;
  }

  @Override
  public Map<String, Object> settings() {
    return run.settings().values("ngram");
  }

  @Override
  public Map<String, String> inputs() {
    return Map.of("vocab", run.input(vocab).content());
  }

  @Override
  public Result make(Workshop workshop) {
    Artefact ids = run.input(vocab);
    Vocabulary vocabulary = VocabJob.vocabulary(ids);
    NgramTraining.Trained trained =
        new NgramTraining(run.session().spark(), settings, workshop.progress())
            .train(VocabJob.ids(ids, Split.TRAIN), vocabulary.counts(), workshop.writer());
    tellFallbacks(trained.estimation(), workshop);
    List<PartFile> files = new ArrayList<>(trained.files());
    Map<String, Long> counts = sizes(files);
    if (settings.arpa() != NgramSettings.ArpaForm.NONE) {
      NgramParts model = StoredNgram.parts(workshop.writer(), trained.files());
      long[] grams = grams(counts, settings.order());
      files.add(arpa(model, grams, vocabulary, settings.arpa(), workshop.writer(), arpaName()));
    }
    for (String name : List.of(VocabJob.VOCABULARY_FILE, TokenizeJob.TOKENIZER_FILE)) {
      files.add(workshop.writer().file(name, ids.read(name), Map.of()));
    }
    counts.put("tokens", ids.count(Split.TRAIN.label() + ".tokens"));
    return new Result(files, counts);
  }

  private String arpaName() {
    return settings.arpa() == NgramSettings.ArpaForm.GZ ? "model.arpa.gz" : "model.arpa";
  }

  private static Map<String, Long> sizes(List<PartFile> files) {
    Map<String, Long> sizes = new TreeMap<>();
    files.forEach(
        file -> file.counts().forEach((what, size) -> sizes.merge(what, size, Long::sum)));
    return sizes;
  }

  private void tellFallbacks(Estimation estimation, Workshop workshop) {
    String orders =
        IntStream.rangeClosed(1, settings.order())
            .filter(estimation.discounts()::isFallback)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    if (!orders.isEmpty()) {
      workshop
          .notes()
          .accept(
              "too few n-grams of small counts to estimate discounts of order "
                  + orders
                  + "; fixed ones stand in their place");
    }
  }

  /**
   * N-grams by order, [order + 1]; nothing at 0.
   *
   * @param counts of an artefact, or of its files together
   */
  static long[] grams(Map<String, Long> counts, int order) {
    return IntStream.rangeClosed(0, order)
        .mapToLong(n -> counts.getOrDefault("ngrams." + n, 0L))
        .toArray();
  }

  /**
   * Writes a model as an ARPA file.
   *
   * @param grams by order, as {@link #grams} has them
   */
  static PartFile arpa(
      NgramParts model,
      long[] grams,
      Vocabulary vocabulary,
      NgramSettings.ArpaForm form,
      Parts place,
      String name) {
    PartOutput out = place.part(name);
    try (out) {
      if (form == NgramSettings.ArpaForm.GZ) {
        // The header's time is 0: equal models give equal bytes.
        try (GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16)) {
          ArpaWriter.write(model, grams, vocabulary, packed);
        }
      } else {
        ArpaWriter.write(model, grams, vocabulary, out);
      }
    } catch (IOException e) {
      throw PerplexException.failed(
          e,
          "%s cannot be written: %s. See whether there is space and access at storage.root, or"
              + " where --to points.",
          place.place(name),
          e.getMessage());
    }
    return out.finished(Map.of());
  }

  @Override
  public String summary(Artefact artefact) {
    String sizes =
        Arrays.stream(grams(artefact.manifest().counts(), settings.order()))
            .skip(1)
            .mapToObj(size -> String.format(Locale.ROOT, "%,d", size))
            .collect(Collectors.joining(", "));
    return "n-grams of order 1 to " + settings.order() + ": " + sizes;
  }
}
