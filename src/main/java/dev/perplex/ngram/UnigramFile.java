package dev.perplex.ngram;

import dev.perplex.provenance.PerplexException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a stored model has beside its shards: {@code PXNU}, version, order, smoothing, the size of
 * the vocabulary, and the natural logarithm of each word's probability, little-endian.
 */
public final class UnigramFile {
  private static final int MAGIC = 0x554e5850; // PXNU
  private static final int VERSION = 1;
  private static final int MOST_ORDER = 65; // of any use
  private static final int HEADER = 5 * Integer.BYTES;

  private UnigramFile() {}

  /** The part that the driver writes. */
  public static byte[] bytes(Estimation estimation) {
    NgramSettings settings = estimation.settings();
    return bytes(settings.order(), settings.smoothing(), logs(estimation));
  }

  static byte[] bytes(int order, Smoothing smoothing, float[] logs) {
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + Float.BYTES * logs.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(VERSION);
    out.putInt(order).putInt(smoothing.code()).putInt(logs.length);
    out.asFloatBuffer().put(logs);
    return out.array();
  }

  static float[] logs(Estimation estimation) {
    double[] probabilities = estimation.unigrams();
    float[] logs = new float[probabilities.length];
    for (int word = 0; word < logs.length; word++) {
      logs[word] = (float) Math.log(probabilities[word]);
    }
    return logs;
  }

  /**
   * The model of a unigram part and its shards.
   *
   * @param shards in their order
   * @param name of the model, for messages
   * @throws PerplexException (data refused) where they are not whole, or not of one model
   */
  public static NgramModel model(byte[] unigrams, Stream<byte[]> shards, String name) {
    NgramModel words = words(unigrams, name);
    List<TrieShard> parsed = new ArrayList<>();
    int next = 0;
    for (TrieShard each :
        shards.map(shard -> TrieFile.parse(shard, words.vocabulary(), name)).toList()) {
      if (each.first() != next || each.levels().length != words.order() - 1) {
        throw refused(name, "has parts that do not fit one another");
      }
      next = each.end();
      parsed.add(each);
    }
    if (words.order() > 1 && next != words.vocabulary()) {
      throw refused(name, "lacks a part");
    }
    return new NgramModel(
        words.order(), words.smoothing(), words.unigrams(), parsed.toArray(TrieShard[]::new));
  }

  /** What the part of words says: a model that has no shards yet. */
  static NgramModel words(byte[] unigrams, String name) {
    ByteBuffer in = ByteBuffer.wrap(unigrams).order(ByteOrder.LITTLE_ENDIAN);
    if (unigrams.length < HEADER || in.getInt() != MAGIC || in.getInt() != VERSION) {
      throw refused(name, "holds no n-gram model that this Perplex reads");
    }
    int order = in.getInt();
    Smoothing smoothing = Smoothing.of(in.getInt());
    int words = in.getInt();
    if (unigrams.length != HEADER + (long) Float.BYTES * words
        || order < 1
        || order > MOST_ORDER
        || smoothing == null) {
      throw refused(name, "is cut short or damaged");
    }
    float[] logs = new float[words];
    in.asFloatBuffer().get(logs);
    for (float log : logs) {
      if (!(log <= 0)) {
        throw refused(name, "has a probability that is not a number from 0 to 1");
      }
    }
    return new NgramModel(order, smoothing, logs, new TrieShard[0]);
  }

  private static PerplexException refused(String name, String how) {
    return PerplexException.dataRefused(
        "%s %s. Make the artefact again with --force=ngram.", name, how);
  }
}
