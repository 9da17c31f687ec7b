package dev.perplex.job;

import dev.perplex.eval.LanguageModel;
import dev.perplex.lm.spark.LanguageModels;
import dev.perplex.ngram.ArpaReader;
import dev.perplex.ngram.spark.StoredNgram;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.text.TokenizeSettings;
import dev.perplex.text.TokenizerFile;
import dev.perplex.vocab.Vocabulary;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The language model of a finished {@code train} or {@code ngram} artefact, or of an ARPA file, and
 * all that turns text into its ids.
 */
public final class StoredModel {
  /** An ARPA file knows no tokenizer: its words are what stands between white space. */
  private static final TokenizeSettings WHITESPACE =
      new TokenizeSettings(
          TokenizeSettings.Kind.WHITESPACE,
          "und",
          TokenizeSettings.LetterCase.KEEP,
          TokenizeSettings.Numbers.KEEP,
          TokenizeSettings.Eos.LINE,
          TokenizeSettings.SpecialTokens.ACCEPT);

  private final Artefact artefact; // null for an ARPA file
  private final ArpaReader.Arpa arpa; // null for an artefact
  private final String origin;

  /**
   * @throws PerplexException exit code 2, where it is the artefact of another stage
   */
  public StoredModel(Artefact artefact) {
    String stage = artefact.manifest().stage();
    if (!stage.equals(Stage.TRAIN.label()) && !stage.equals(Stage.NGRAM.label())) {
      throw PerplexException.usage(
          "--model %s is an artefact of %s, not of train or ngram. Give"
              + " artefacts/train/FINGERPRINT or artefacts/ngram/FINGERPRINT.",
          artefact.folder(), stage);
    }
    this.artefact = artefact;
    this.arpa = null;
    this.origin = artefact.folder().toString();
  }

  private StoredModel(ArpaReader.Arpa arpa, String origin) {
    this.artefact = null;
    this.arpa = arpa;
    this.origin = origin;
  }

  /** Whether a path names an ARPA file, plain or packed. */
  public static boolean isArpa(String path) {
    return path.endsWith(".arpa") || path.endsWith(".arpa.gz");
  }

  /**
   * The model of an ARPA file.
   *
   * @throws PerplexException exit code 2 where it is not there, 20 where it is not whole
   */
  public static StoredModel arpa(Location file) {
    if (!file.exists()) {
      throw PerplexException.usage("--model %s does not exist. Give an ARPA file.", file);
    }
    try (InputStream in = file.open();
        InputStream text =
            file.name().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : buffered(in)) {
      return new StoredModel(ArpaReader.read(text, file.toString()), file.toString());
    } catch (IOException e) {
      throw PerplexException.dataRefused(
          "%s cannot be read: %s. Give a whole ARPA file, packed by gzip where its name ends in"
              + " .gz.",
          file, e.getMessage());
    }
  }

  private static InputStream buffered(InputStream in) {
    return new BufferedInputStream(in, 1 << 16);
  }

  /** Whether it is an n-gram model, which has neither layers nor weights. */
  boolean isNgram() {
    return arpa != null || artefact.manifest().stage().equals(Stage.NGRAM.label());
  }

  /** The model's file as it is. */
  static byte[] bytes(Artefact train) {
    return train.read(file(train));
  }

  private static String file(Artefact train) {
    return LanguageModels.FILES.stream()
        .filter(train::has)
        .findFirst()
        .orElseThrow(
            () ->
                PerplexException.dataRefused(
                    "%s holds none of %s. Make the artefact again with --force=train.",
                    train.folder(), String.join(", ", LanguageModels.FILES)));
  }

  public LanguageModel model() {
    if (arpa != null) {
      return arpa.model();
    }
    return isNgram()
        ? StoredNgram.of(artefact).model()
        : LanguageModels.read(bytes(artefact), artefact.folder() + "/" + file(artefact));
  }

  public Vocabulary vocabulary() {
    return arpa != null ? arpa.vocabulary() : VocabJob.vocabulary(artefact);
  }

  public TokenizerFile tokenizer() {
    return arpa != null
        ? TokenizerFile.of(WHITESPACE)
        : TokenizerFile.parse(
            artefact.readText(TokenizeJob.TOKENIZER_FILE),
            artefact.folder() + "/" + TokenizeJob.TOKENIZER_FILE);
  }

  /** Where it lies. */
  public String origin() {
    return origin;
  }
}
