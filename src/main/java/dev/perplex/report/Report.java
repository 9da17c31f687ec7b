package dev.perplex.report;

import dev.perplex.eval.Tally;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report as data: {@code report.json}. It holds no times of its own making and no run id, so
 * equal inputs give equal bytes; what differs from run to run stands in {@link ReportRecord}.
 *
 * @param format {@code perplex-report}
 * @param version of the format
 * @param verdict one sentence
 * @param corpus what was read
 * @param splits documents, tokens, types and unknown tokens of each split
 * @param growth distinct words among the first tokens of the training split
 * @param vocabularySize words, {@code <unk>} and {@code <eos>} included
 * @param test what was scored
 * @param bootstrap how intervals and p-values were made
 * @param models the table
 * @param mixtures how the rows that mix others were made
 * @param comparisons of rows of the table with one another
 * @param bands losses by how often a word stands in the training split
 * @param positions losses by a token's place in its document, from 1
 * @param documents the hardest and the easiest
 * @param words that cost most
 * @param samples texts that models wrote
 * @param curve learning curve of the language model, a point a validation
 * @param neighbours nearest words by vector, of some words
 * @param vectors the word vectors' scores, training and pictures
 * @param inputs content checksums of the artefacts that the report was made of, by stage
 * @param settings effective settings of all stages, by full key
 * @param notes what a reader must know of the numbers
 */
public record Report(
    String format,
    int version,
    String pipeline,
    String verdict,
    Corpus corpus,
    List<SplitCounts> splits,
    List<GrowthPoint> growth,
    int vocabularySize,
    Test test,
    Bootstrap bootstrap,
    List<ModelScore> models,
    List<Mixture> mixtures,
    List<Comparison> comparisons,
    List<Slice> bands,
    List<Slice> positions,
    ScoredDocuments documents,
    WordLosses words,
    List<Sample> samples,
    List<CurvePoint> curve,
    Map<String, List<Neighbour>> neighbours,
    VectorReport vectors,
    Map<String, String> inputs,
    Map<String, Object> settings,
    List<String> notes) {

  public static final String FORMAT = "perplex-report";
  public static final int VERSION = 4;

  /** The row of the language model as it was trained. */
  public static final String LSTM = "lstm";

  /** The row of the n-gram model. */
  public static final String NGRAM = "ngram";

  /** The row of relative frequencies. */
  public static final String UNIGRAM = "unigram";

  /** The corpus, as its manifest names it. */
  public record Corpus(String name, String title, String licence) {}

  /**
   * What a split holds; {@code tokens} counts {@code <eos>}, {@code types} does not.
   *
   * @param unknown tokens that are {@code <unk>}
   * @param unknownWritten of them those that the text itself spells so
   * @param unknownCut of them words that the vocabulary lacks
   */
  public record SplitCounts(
      String split,
      long documents,
      long tokens,
      long eos,
      long types,
      long unknown,
      double unknownShare,
      long unknownWritten,
      double unknownWrittenShare,
      long unknownCut,
      double unknownCutShare,
      long characters,
      long bytes) {

    /** The same with the shares. */
    public static SplitCounts of(
        String split,
        long documents,
        long tokens,
        long eos,
        long types,
        long unknown,
        long unknownWritten,
        long characters,
        long bytes) {
      return new SplitCounts(
          split,
          documents,
          tokens,
          eos,
          types,
          unknown,
          share(unknown, tokens),
          unknownWritten,
          share(unknownWritten, tokens),
          unknown - unknownWritten,
          share(unknown - unknownWritten, tokens),
          characters,
          bytes);
    }
  }

  private static double share(long part, long tokens) {
    return (double) part / Math.max(1, tokens);
  }

  /** Distinct words, special ones left out, among the first tokens of the training split. */
  public record GrowthPoint(long tokens, long types) implements Serializable {}

  /**
   * What was scored, and whether state was carried.
   *
   * @param unknown tokens that are {@code <unk>}
   * @param unknownWritten of them those that the text itself spells so
   * @param unknownCut of them words that the vocabulary lacks
   * @param tokensSha256 of the tokens as they were scored, document by document: where it is the
   *     same, perplexities can be compared
   * @param textSha256 of the raw text, document by document: where it is the same, bits can
   */
  public record Test(
      long documents,
      long tokens,
      long eos,
      long unknown,
      double unknownShare,
      long unknownWritten,
      double unknownWrittenShare,
      long unknownCut,
      double unknownCutShare,
      long characters,
      long bytes,
      String state,
      String tokensSha256,
      String textSha256) {

    /** What a tally counted, and of its unknown tokens those that the text spells so. */
    public static Test of(
        long documents,
        Tally tally,
        long unknownWritten,
        String state,
        String tokensSha256,
        String textSha256) {
      return new Test(
          documents,
          tally.tokens(),
          tally.eos(),
          tally.unk(),
          share(tally.unk(), tally.tokens()),
          unknownWritten,
          share(unknownWritten, tally.tokens()),
          tally.unk() - unknownWritten,
          share(tally.unk() - unknownWritten, tally.tokens()),
          tally.characters(),
          tally.bytes(),
          state,
          tokensSha256,
          textSha256);
    }
  }

  /**
   * A point of the learning curve: what was true after {@code tokens} were trained.
   *
   * @param seconds of training so far, without validations
   * @param rate learning rate at the end of the segment; null where it was not recorded
   * @param gradientNorm mean L2 norm of the segment's gradients before clipping; null likewise
   * @param averagingShare of the segment's time that went into rounds beside training: starting
   *     tasks, sending, merging; null likewise
   */
  public record CurvePoint(
      long tokens,
      double epoch,
      double trainLoss,
      double validationLoss,
      double validationPerplexity,
      double tokensPerSecond,
      double seconds,
      Double rate,
      Double gradientNorm,
      Double averagingShare,
      boolean best) {}

  /** A word near another one, and the cosine of their vectors. */
  public record Neighbour(String word, double cosine) {}

  /** The model's score by name. */
  public ModelScore score(String model) {
    return find(model).orElseThrow();
  }

  /** The model's score by name, where the table has it. */
  public Optional<ModelScore> find(String model) {
    return models.stream().filter(each -> each.model().equals(model)).findFirst();
  }

  /** The row with the lowest perplexity. */
  public ModelScore bestModel() {
    return models.stream().min(Comparator.comparingDouble(ModelScore::perplexity)).orElseThrow();
  }

  /** Whether the tokens are characters: then bits per character are what people compare. */
  public boolean ofCharacters() {
    return measure(settings) == Comparison.Measure.BITS_PER_CHARACTER;
  }

  /**
   * What models of the same tokens are compared by.
   *
   * @param settings of {@code tokenize}, by full key
   */
  public static Comparison.Measure measure(Map<String, ?> settings) {
    return "characters".equals(settings.get("tokenize.kind"))
        ? Comparison.Measure.BITS_PER_CHARACTER
        : Comparison.Measure.PERPLEXITY;
  }
}
