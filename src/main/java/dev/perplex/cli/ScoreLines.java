package dev.perplex.cli;

import dev.perplex.job.TextScore;
import dev.perplex.vocab.Vocabulary;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Prints scores as KenLM's query does, a word a line. Logarithms are of base 10; an unknown word is
 * charged what {@code <unk>} costs.
 */
final class ScoreLines implements TextScore.Listener {
  private static final double LN_10 = Math.log(10);

  private final PrintWriter out;
  private final Verbosity verbosity;
  private double nats;
  private double unknownNats;
  private long tokens;
  private long unknown;

  ScoreLines(PrintWriter out, Verbosity verbosity) {
    this.out = out;
    this.verbosity = verbosity;
  }

  @Override
  public void scored(TextScore.Line line) {
    double total = 0;
    long oov = 0;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.losses().length; i++) {
      double loss = line.losses()[i];
      total += loss;
      boolean known = line.ids()[i] != Vocabulary.UNK_ID;
      if (!known) {
        oov++;
        unknownNats += loss;
      }
      if (verbosity.prints(Verbosity.WORD)) {
        String word = line.words().get(i).replace("\t", "\\t"); // a tab ends a column
        text.append(word)
            .append('\t')
            .append(known ? line.ids()[i] : "OOV")
            .append('\t')
            .append(log10(loss))
            .append('\t')
            .append(log10(total))
            .append('\n');
      }
    }
    nats += total;
    tokens += line.losses().length;
    unknown += oov;
    if (verbosity.prints(Verbosity.SENTENCE)) {
      out.print(text);
      out.print("Total: " + log10(total) + " OOV: " + oov + "\n");
    }
  }

  void summary() {
    out.print("Perplexity including OOVs:\t" + perplexity(nats, tokens) + "\n");
    out.print(
        "Perplexity excluding OOVs:\t" + perplexity(nats - unknownNats, tokens - unknown) + "\n");
    out.print("OOVs:\t" + unknown + "\n");
    out.print("Tokens:\t" + tokens + "\n");
    out.flush();
  }

  private static String log10(double nats) {
    return String.format(Locale.ROOT, "%.6f", nats == 0 ? 0 : -nats / LN_10);
  }

  private static String perplexity(double nats, long count) {
    return String.format(Locale.ROOT, "%.4f", Math.exp(nats / count));
  }
}
