package dev.perplex.report;

import dev.perplex.eval.Tally;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The report as data: {@code report.json}. It holds no times of its own making and no run id, so
 * equal models and texts give equal bytes.
 *
 * @param format {@code perplex-report}
 * @param version of the format
 * @param corpus what was read
 * @param splits documents, tokens, types and unknown tokens of each split
 * @param vocabularySize words, {@code <unk>} and {@code <eos>} included
 * @param test what was scored
 * @param models the table
 * @param curve learning curve of the language model, a point a validation
 * @param neighbours nearest words by vector, of some words
 * @param vectors the word vectors' scores, training and pictures
 * @param settings effective settings of all stages, by full key
 * @param notes what a reader must know of the numbers
 */
public record Report(
    String format,
    int version,
    String pipeline,
    Corpus corpus,
    List<SplitCounts> splits,
    int vocabularySize,
    Test test,
    List<ModelScore> models,
    List<CurvePoint> curve,
    Map<String, List<Neighbour>> neighbours,
    VectorReport vectors,
    Map<String, Object> settings,
    List<String> notes) {

  public static final String FORMAT = "perplex-report";
  public static final int VERSION = 2;

  /** The corpus, as its manifest names it. */
  public record Corpus(String name, String title, String licence) {}

  /** What a split holds; {@code tokens} counts {@code <eos>}, {@code types} does not. */
  public record SplitCounts(
      String split,
      long documents,
      long tokens,
      long eos,
      long types,
      long unknown,
      long characters,
      long bytes) {}

  /** What was scored, and whether state was carried. */
  public record Test(
      long documents,
      long tokens,
      long eos,
      long unknown,
      double unknownShare,
      long characters,
      long bytes,
      String state) {

    public static Test of(long documents, Tally tally, String state) {
      return new Test(
          documents,
          tally.tokens(),
          tally.eos(),
          tally.unk(),
          (double) tally.unk() / tally.tokens(),
          tally.characters(),
          tally.bytes(),
          state);
    }
  }

  /** A point of the learning curve: what was true after {@code tokens} were trained. */
  public record CurvePoint(
      long tokens,
      double epoch,
      double trainLoss,
      double validationLoss,
      double validationPerplexity,
      double tokensPerSecond,
      boolean best) {}

  /** A word near another one, and the cosine of their vectors. */
  public record Neighbour(String word, double cosine) {}

  /** The model's score by name. */
  public ModelScore score(String model) {
    return models.stream().filter(each -> each.model().equals(model)).findFirst().orElseThrow();
  }

  /** Whether the tokens are characters: then bits per character are what people compare. */
  public boolean ofCharacters() {
    return "characters".equals(settings.get("tokenize.kind"));
  }

  /** The verdict in one sentence. */
  public String verdict() {
    ModelScore lstm = score("lstm");
    ModelScore unigram = score("unigram");
    if (ofCharacters()) {
      return String.format(
          Locale.ROOT,
          "The LSTM reaches %.4f bits per character over %,d characters of test text, %.2f of the"
              + " unigram's %.4f.",
          lstm.bitsPerCharacter(),
          test.characters(),
          lstm.bitsPerCharacter() / unigram.bitsPerCharacter(),
          unigram.bitsPerCharacter());
    }
    double share = lstm.perplexity() / unigram.perplexity();
    return String.format(
        Locale.ROOT,
        "The LSTM reaches a test perplexity of %.2f over %,d tokens, %.2f of the unigram's %.2f.",
        lstm.perplexity(),
        test.tokens(),
        share,
        unigram.perplexity());
  }
}
