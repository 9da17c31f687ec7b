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

  private final NgramModel model;
  private final Vocabulary vocabulary;
  private final Writer out;

  private ArpaWriter(NgramModel model, Vocabulary vocabulary, Writer out) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.out = out;
  }

  /**
   * Writes the whole file; the stream stays open.
   *
   * @throws IllegalArgumentException for a model without back-off
   */
  public static void write(NgramModel model, Vocabulary vocabulary, OutputStream out)
      throws IOException {
    if (!model.smoothing().backsOff()) {
      throw new IllegalArgumentException(model.smoothing() + " is no back-off model");
    }
    Writer writer =
        new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    new ArpaWriter(model, vocabulary, writer).write();
    writer.flush();
  }

  private void write() throws IOException {
    out.write("\\data\\\n");
    for (int n = 1; n <= model.order(); n++) {
      out.write("ngram " + n + "=" + (model.size(n) + (n == 1 ? 1 : 0)) + "\n");
    }
    out.write("\n\\1-grams:\n");
    unigrams();
    for (int n = 2; n <= model.order(); n++) {
      out.write("\n\\" + n + "-grams:\n");
      for (TrieShard shard : model.shards()) {
        TrieShard.Level first = shard.levels()[0];
        int[] context = new int[n - 1]; // nearest word first
        contexts(shard, 0, 0, first.contexts(), context);
      }
    }
    out.write("\n\\end\\\n");
  }

  private void unigrams() throws IOException {
    for (int id = 0; id < model.vocabulary(); id++) {
      if (id == Vocabulary.EOS_ID) {
        line(NEVER, ArpaWords.START, backOff(id));
      }
      String log = number(model.unigram(id));
      line(log, ArpaWords.predicted(vocabulary, id), id == Vocabulary.EOS_ID ? 0 : backOff(id));
    }
  }

  /** The n-grams of contexts as long as {@code context}, below some of a level's contexts. */
  private void contexts(TrieShard shard, int level, int from, int to, int[] context)
      throws IOException {
    TrieShard.Level mine = shard.levels()[level];
    for (int number = from; number < to; number++) {
      context[level] = mine.words()[number];
      if (level + 1 == context.length) {
        followers(mine, number, context);
      } else {
        int[] children = mine.children();
        contexts(shard, level + 1, children[number], children[number + 1], context);
      }
    }
  }

  private void followers(TrieShard.Level level, int number, int[] context) throws IOException {
    StringBuilder words = new StringBuilder();
    for (int back = context.length - 1; back >= 0; back--) {
      words.append(ArpaWords.context(vocabulary, context[back])).append(' ');
    }
    int length = words.length();
    for (int at = level.followers()[number]; at < level.followers()[number + 1]; at++) {
      int word = level.next()[at];
      words.setLength(length);
      words.append(ArpaWords.predicted(vocabulary, word));
      boolean goesOn = word != Vocabulary.EOS_ID && context.length + 1 < model.order();
      line(number(level.logs()[at]), words, goesOn ? backOff(word, context) : 0);
    }
  }

  private void line(String log, CharSequence words, float backOff) throws IOException {
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
  private float backOff(int word, int... context) {
    TrieShard shard = model.shard(word);
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
