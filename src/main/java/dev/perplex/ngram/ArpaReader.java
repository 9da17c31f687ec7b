package dev.perplex.ngram;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an ARPA file, Perplex's, KenLM's or SRILM's. Its words become a vocabulary: {@code <unk>}
 * (or {@code <UNK>}) and {@code </s>}, which is {@code <eos>}, first, the others in the file's
 * order. Words that the file lacks of these two have a probability of 1e-100, as KenLM gives it.
 * Counts of the vocabulary are in proportion to the probabilities of the 1-grams.
 */
public final class ArpaReader {
  private static final double LOG_10 = Math.log(10);
  private static final float MISSING = (float) (-100 * LOG_10);

  private final BufferedReader in;
  private final String name;
  private final List<Long> announced = new ArrayList<>(); // by order - 1
  private final ArpaVocabulary words = new ArpaVocabulary();
  private final List<ArpaGrams> orders = new ArrayList<>(); // from 2
  private String line;
  private long number; // of the line, from 1

  private ArpaReader(BufferedReader in, String name) {
    this.in = in;
    this.name = name;
  }

  /** A model and the words of its ids. */
  public record Arpa(NgramModel model, Vocabulary vocabulary) {}

  /**
   * @param in unpacked
   * @param name of the file, for messages
   * @throws PerplexException (data refused) where it is no whole ARPA file; the message names the
   *     line
   */
  public static Arpa read(InputStream in, String name) {
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
      return new ArpaReader(lines, name).read();
    } catch (IOException e) {
      throw PerplexException.dataRefused(
          "%s cannot be read: %s. Give a whole ARPA file.", name, e.getMessage());
    }
  }

  private Arpa read() throws IOException {
    do {
      next();
    } while (!line.equals("\\data\\"));
    counts();
    for (int n = 1; n <= announced.size(); n++) {
      section(n);
    }
    if (!line.equals("\\end\\")) {
      throw refused("expected \\end\\ but found \"" + line + "\"");
    }
    Vocabulary vocabulary = words.vocabulary();
    float[] unigrams = words.logs(MISSING);
    int order = announced.size();
    TrieShard[] shards = new TrieShard[0];
    if (order > 1) {
      shards = new TrieShard[] {new ArpaTrie(orders, words.starts(), name).shard(unigrams.length)};
    }
    return new Arpa(new NgramModel(order, Smoothing.KATZ, unigrams, shards), vocabulary);
  }

  /** The next line that is not blank. */
  private void next() throws IOException {
    do {
      line = in.readLine();
      number++;
      if (line == null) {
        throw refused("the file ends here, before \\end\\");
      }
      line = line.trim();
    } while (line.isEmpty());
  }

  private void counts() throws IOException {
    for (next(); line.startsWith("ngram "); next()) {
      int equals = line.indexOf('=');
      long order = equals < 0 ? 0 : whole(line.substring("ngram ".length(), equals).strip());
      if (order != announced.size() + 1) {
        throw refused("expected ngram " + (announced.size() + 1) + "=COUNT");
      }
      announced.add(whole(line.substring(equals + 1).strip()));
    }
    if (announced.isEmpty()) {
      throw refused("no order is announced; expected ngram 1=COUNT");
    }
  }

  private long whole(String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0 && value < Integer.MAX_VALUE) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw refused("\"" + text + "\" is no count");
  }

  private void section(int n) throws IOException {
    String header = "\\" + n + "-grams:";
    if (!line.equals(header)) {
      throw refused("expected " + header + " but found \"" + line + "\"");
    }
    long rows = announced.get(n - 1);
    ArpaGrams grams = n == 1 ? null : new ArpaGrams(n, Math.toIntExact(rows));
    String[] fields = new String[n + 2];
    next();
    long found = 0;
    for (; !line.startsWith("\\"); next()) {
      found++;
      if (found > rows) {
        throw refused("there are more " + n + "-grams than the " + rows + " announced");
      }
      int count = split(fields);
      if (count < n + 1 || count > n + 2) {
        throw refused("a line has a logarithm, " + n + " words and perhaps a back-off weight");
      }
      float log = logarithm(fields[0], "probability");
      if (log > 0) {
        throw refused("log-probability " + fields[0] + " is above 0");
      }
      float backOff = count == n + 2 ? logarithm(fields[n + 1], "back-off weight") : 0;
      if (n == 1) {
        unigram(fields[1], log, backOff);
      } else {
        gram(grams, fields, n, log, backOff);
      }
    }
    if (found < rows) {
      throw refused("there are " + found + " " + n + "-grams but " + rows + " announced");
    }
    if (n > 1) {
      orders.add(grams);
    }
  }

  private int split(String[] fields) {
    int count = 0;
    int at = 0;
    while (at < line.length()) {
      int end = at;
      while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\t') {
        end++;
      }
      if (end > at) {
        if (count == fields.length) {
          return count + 1;
        }
        fields[count++] = line.substring(at, end);
      }
      at = end + 1;
    }
    return count;
  }

  private float logarithm(String text, String what) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return (float) (value * LOG_10);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw refused("the logarithm of the " + what + ", " + text + ", is not a number");
  }

  private void unigram(String word, float log, float backOff) {
    if (ArpaWords.read(word).equals(Vocabulary.EOS)) {
      throw PerplexException.dataRefused(
          "%s, line %d: the word %s cannot be told from %s, which Perplex calls so. Make the file"
              + " anew of text that spells the word in another way.",
          name, number, word, ArpaWords.END);
    }
    if (!words.add(word, log, backOff)) {
      throw refused("the word " + word + " stands twice");
    }
  }

  private void gram(ArpaGrams grams, String[] fields, int n, float log, float backOff) {
    int row = grams.add(log, backOff);
    for (int i = 1; i <= n; i++) {
      String word = fields[i];
      boolean last = i == n;
      int id;
      if (word.equals(ArpaWords.START) || word.equals(ArpaWords.END)) {
        if (word.equals(ArpaWords.START) ? i > 1 : !last) {
          throw refused(word + " stands inside of an n-gram");
        }
        id = Vocabulary.EOS_ID;
      } else {
        id = words.id(word);
        if (id < 0) {
          throw refused("the word " + word + " is not among the 1-grams");
        }
      }
      grams.set(row, last ? n - 1 : n - 1 - i, id);
    }
  }

  private PerplexException refused(String how) {
    return PerplexException.dataRefused(
        "%s, line %d: %s. Give a whole ARPA file.", name, number, how);
  }
}
