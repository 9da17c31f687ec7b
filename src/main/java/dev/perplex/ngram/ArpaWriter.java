package dev.perplex.ngram;

import dev.perplex.vocab.Vocabulary;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a model as an ARPA file, which KenLM and SRILM read: n-grams by order with base-10
 * logarithms of their probabilities and, where it is not 0, of their back-off weights. Equal models
 * give equal bytes.
 */
public final class ArpaWriter {
  private static final double LOG_10 = Math.log(10);

  /** What {@code <s>} gets: it is never predicted. */
  private static final String NEVER = "-99";

  private final NgramParts model;
  private final Vocabulary vocabulary;
  private final Writer out;
  private long lines; // of this order

  private ArpaWriter(NgramParts model, Vocabulary vocabulary, Writer out) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.out = out;
  }

  /**
   * Writes the whole file; the stream stays open. The shards of a model that is not in memory are
   * read several times. The n-grams of one order are in the order of their contexts, nearest word
   * first; where the model is too large for its shards to be in memory together, they come in
   * groups by the word that is predicted, since the back-off weight of an n-gram stands in that
   * word's shard.
   *
   * @param sizes [order + 1] n-grams by order; of order 1, words
   * @throws IllegalArgumentException for a model without back-off, and where the sizes are not the
   *     model's
   */
  public static void write(NgramParts model, long[] sizes, Vocabulary vocabulary, OutputStream out)
      throws IOException {
    if (!model.smoothing().backsOff()) {
      throw new IllegalArgumentException(model.smoothing() + " is no back-off model");
    }
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    new ArpaWriter(model, vocabulary, writer).write(sizes);
    writer.flush();
  }

  private void write(long[] sizes) throws IOException {
    out.write("\\data\\\n");
    for (int n = 1; n <= model.order(); n++) {
      out.write("ngram " + n + "=" + announced(n, sizes) + "\n");
    }
    out.write("\n\\1-grams:\n");
    unigrams();
    check(1, sizes);
    for (int n = 2; n <= model.order(); n++) {
      out.write("\n\\" + n + "-grams:\n");
      if (n == model.order()) {
        grams(n, null);
      } else {
        for (int group = 0; group < model.groups(); group++) {
          grams(n, model.group(group));
        }
      }
      check(n, sizes);
    }
    out.write("\n\\end\\\n");
  }

  /** The start of a sentence is among the words. */
  private static long announced(int n, long[] sizes) {
    return sizes[n] + (n == 1 ? 1 : 0);
  }

  private void check(int n, long[] sizes) {
    if (lines != announced(n, sizes)) {
      throw new IllegalArgumentException(
          announced(n, sizes) + " " + n + "-grams were announced, and there are " + lines);
    }
    lines = 0;
  }

  private void unigrams() throws IOException {
    if (model.order() == 1) {
      unigrams(0, model.vocabulary(), null);
    }
    for (int group = 0; group < model.groups(); group++) {
      NgramModel weights = model.group(group);
      unigrams(first(weights), end(weights), weights);
    }
  }

  private void unigrams(int from, int to, NgramModel weights) throws IOException {
    for (int id = from; id < to; id++) {
      float backOff = weights == null ? 0 : backOff(weights, id);
      if (id == Vocabulary.EOS_ID) {
        line(NEVER, ArpaWords.START, backOff);
      }
      String log = number(model.unigram(id));
      line(log, ArpaWords.predicted(vocabulary, id), id == Vocabulary.EOS_ID ? 0 : backOff);
    }
  }

  private static int first(NgramModel shards) {
    return shards.shards()[0].first();
  }

  private static int end(NgramModel shards) {
    return shards.shards()[shards.shards().length - 1].end();
  }

  /**
   * N-grams of one order that predict a word whose back-off weights are at hand.
   *
   * @param weights shards that have them; null for all n-grams, which then are no contexts
   */
  private void grams(int n, NgramModel weights) throws IOException {
    for (TrieShard shard : model.all()) {
      TrieShard.Level first = shard.levels()[0];
      int[] context = new int[n - 1]; // nearest word first
      contexts(shard, 0, 0, first.contexts(), context, weights);
    }
  }

  /** The n-grams of contexts as long as {@code context}, below some of a level's contexts. */
  private void contexts(
      TrieShard shard, int level, int from, int to, int[] context, NgramModel weights)
      throws IOException {
    TrieShard.Level mine = shard.levels()[level];
    for (int number = from; number < to; number++) {
      context[level] = mine.words()[number];
      if (level + 1 == context.length) {
        followers(mine, number, context, weights);
      } else {
        int[] children = mine.children();
        contexts(shard, level + 1, children[number], children[number + 1], context, weights);
      }
    }
  }

  private void followers(TrieShard.Level level, int number, int[] context, NgramModel weights)
      throws IOException {
    int first = weights == null ? 0 : first(weights);
    int end = weights == null ? model.vocabulary() : end(weights);
    StringBuilder words = new StringBuilder();
    for (int back = context.length - 1; back >= 0; back--) {
      words.append(ArpaWords.context(vocabulary, context[back])).append(' ');
    }
    int length = words.length();
    for (int at = level.followers()[number]; at < level.followers()[number + 1]; at++) {
      int word = level.next()[at];
      if (word >= first && word < end) {
        words.setLength(length);
        words.append(ArpaWords.predicted(vocabulary, word));
        boolean goesOn = word != Vocabulary.EOS_ID && weights != null;
        line(number(level.logs()[at]), words, goesOn ? backOff(weights, word, context) : 0);
      }
    }
  }

  private void line(String log, CharSequence words, float backOff) throws IOException {
    lines++;
    out.write(log);
    out.write('\t');
    out.append(words);
    if (backOff != 0) {
      out.write('\t');
      out.write(number(backOff));
    }
    out.write('\n');
  }

  /** Of an n-gram as a context: its word is the nearest. */
  private static float backOff(NgramModel weights, int word, int... context) {
    TrieShard shard = weights.shard(word);
    int number = shard == null ? -1 : shard.context(word);
    for (int level = 0; level < context.length && number >= 0; level++) {
      number = shard.longer(level, number, context[level]);
    }
    return number < 0 ? 0 : shard.levels()[context.length].backOffs()[number];
  }

  private static String number(float natural) {
    return Float.toString((float) (natural / LOG_10));
  }
}
