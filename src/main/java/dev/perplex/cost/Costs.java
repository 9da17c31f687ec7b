package dev.perplex.cost;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What was measured on a machine. {@code src/bench/cost-model} makes such a file.
 *
 * @param version of the formulas that the constants are for
 * @param processor that they were measured on
 * @param text that growths were measured on
 * @param constants by {@link Constant#key}
 * @param networkBytesPerSecond into one executor
 * @param words distinct words of a text
 * @param ngrams distinct n-grams, by order from 1; longer ones grow as the last
 */
public record Costs(
    int version,
    String processor,
    String text,
    Map<String, Double> constants,
    double networkBytesPerSecond,
    Growth words,
    List<Growth> ngrams) {
  static final int VERSION = 1;
  private static final String SHIPPED = "costs.json";

  public Costs {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "it is of version " + version + ", and this Perplex reads version " + VERSION);
    }
    for (Constant constant : Constant.values()) {
      Double value = constants == null ? null : constants.get(constant.key());
      if (value == null || !(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "constants." + constant.key() + " = " + value + " is no number from 0 up");
      }
    }
    if (!(networkBytesPerSecond > 0)) {
      throw new IllegalArgumentException(
          "network-bytes-per-second = " + networkBytesPerSecond + " is not above 0");
    }
    if (words == null || ngrams == null || ngrams.isEmpty()) {
      throw new IllegalArgumentException("words or ngrams are missing");
    }
    constants = Map.copyOf(constants);
    ngrams = List.copyOf(ngrams);
  }

  /** Those of the reference machine, which come with Perplex. */
  public static Costs shipped() {
    try (InputStream in = Costs.class.getResourceAsStream(SHIPPED)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), SHIPPED);
    } catch (IOException e) {
      throw new UncheckedIOException(SHIPPED, e);
    }
  }

  /**
   * @param name of the file, for messages
   * @throws PerplexException (usage) where it is no file of costs
   */
  public static Costs parse(String json, String name) {
    try {
      return Json.read(json, Costs.class);
    } catch (IllegalArgumentException e) {
      throw PerplexException.usage(
          "%s is no file of costs: %s. Make one by src/bench/cost-model, or leave --costs out.",
          name, String.valueOf(e.getMessage()).replaceAll("(?s)\n.*", ""));
    }
  }

  /** Seconds of so many of what the constant is of. */
  public double seconds(Constant constant, double amount) {
    return amount * constants.get(constant.key()) * constant.unit().seconds();
  }

  /** The same with another network. */
  public Costs withNetwork(double bytesPerSecond) {
    return new Costs(version, processor, text, constants, bytesPerSecond, words, ngrams);
  }

  /**
   * Words that stand so many times in a text, about, {@code <unk>} and {@code <eos>} included. By
   * Zipf's law they are as many as a text has that is as many times shorter.
   */
  public long vocabulary(long tokens, int minCount) {
    return 2 + Math.max(1, Math.round(words.of((double) tokens / minCount)));
  }

  /** Distinct n-grams of an order. */
  double ngrams(int order, double tokens) {
    return ngrams.get(Math.min(order, ngrams.size()) - 1).of(tokens);
  }
}
