package dev.perplex.eval;

import dev.perplex.vocab.Vocabulary;
import java.io.Serializable;

/**
 * Summed losses of scored tokens, and what they were. A tally is never changed; sums of tallies are
 * taken in document order, so that they do not depend on who scored what.
 *
 * @param tokens scored
 * @param eos of them {@code <eos>}
 * @param unk of them {@code <unk>}
 * @param nats loss of all tokens: minus the natural logarithm of their probabilities
 * @param eosNats loss of the {@code <eos>} tokens
 * @param unkNats loss of the {@code <unk>} tokens
 * @param characters of the raw text that the tokens stand for, line ends included
 * @param bytes of that text in UTF-8
 */
public record Tally(
    long tokens,
    long eos,
    long unk,
    double nats,
    double eosNats,
    double unkNats,
    long characters,
    long bytes)
    implements Serializable {

  public static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * The tally of one document.
   *
   * @param ids its tokens
   * @param losses [ids.length] nats, one a token
   */
  public static Tally of(int[] ids, double[] losses, long characters, long bytes) {
    if (ids.length != losses.length) {
      throw new IllegalArgumentException(ids.length + " tokens but " + losses.length + " losses");
    }
    long eos = 0;
    long unk = 0;
    double nats = 0;
    double eosNats = 0;
    double unkNats = 0;
    for (int i = 0; i < ids.length; i++) {
      nats += losses[i];
      if (ids[i] == Vocabulary.EOS_ID) {
        eos++;
        eosNats += losses[i];
      } else if (ids[i] == Vocabulary.UNK_ID) {
        unk++;
        unkNats += losses[i];
      }
    }
    return new Tally(ids.length, eos, unk, nats, eosNats, unkNats, characters, bytes);
  }

  /** No tokens, only the size of the raw text that tokens counted elsewhere stand for. */
  public static Tally text(long characters, long bytes) {
    return new Tally(0, 0, 0, 0, 0, 0, characters, bytes);
  }

  public Tally plus(Tally other) {
    return new Tally(
        tokens + other.tokens,
        eos + other.eos,
        unk + other.unk,
        nats + other.nats,
        eosNats + other.eosNats,
        unkNats + other.unkNats,
        characters + other.characters,
        bytes + other.bytes);
  }

  /** Perplexity over all tokens, {@code <eos>} and {@code <unk>} as words: exp(mean loss). */
  public double perplexity() {
    return Math.exp(nats / tokens);
  }

  /** Perplexity over all tokens but {@code <eos>}. */
  public double perplexityWithoutEos() {
    return Math.exp((nats - eosNats) / (tokens - eos));
  }

  /** Perplexity with out-of-vocabulary words left out, {@code <eos>} counted. */
  public double perplexityWithoutUnk() {
    return Math.exp((nats - unkNats) / (tokens - unk));
  }

  /**
   * Bits per character of the raw text. An unknown word costs what {@code <unk>} costs and is never
   * spelled out, so with unknown words this is a lower bound.
   */
  public double bitsPerCharacter() {
    return nats / Math.log(2) / characters;
  }

  /** Bits per UTF-8 byte of the raw text, with unknown words charged as above. */
  public double bitsPerByte() {
    return nats / Math.log(2) / bytes;
  }
}
