package dev.perplex.ngram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * An n-gram model whose shards are read when they are asked for: what goes through it shard by
 * shard needs memory for some of them only.
 */
public final class NgramParts {
  /** Bytes of stored shards that are in memory together, about; equal files need it fixed. */
  private static final long TOGETHER = 1L << 28;

  private final NgramModel words; // without shards
  private final IntFunction<TrieShard> shards;
  private final int[][] groups; // [groups][from, to], shards in a row
  private int current = -1; // group that is in memory
  private NgramModel held;

  private NgramParts(NgramModel words, long[] bytes, IntFunction<TrieShard> shards, long together) {
    this.words = words;
    this.shards = shards;
    this.groups = groups(bytes, together);
  }

  /**
   * A shard as it was written.
   *
   * @param bytes its length
   */
  public record Stored(long bytes, Supplier<byte[]> content) {}

  /**
   * A model of its files.
   *
   * @param unigrams the part of words
   * @param shards in their order
   * @param name of the model, for messages
   */
  public static NgramParts of(byte[] unigrams, List<Stored> shards, String name) {
    return of(unigrams, shards, name, TOGETHER);
  }

  static NgramParts of(byte[] unigrams, List<Stored> shards, String name, long together) {
    NgramModel words = UnigramFile.words(unigrams, name);
    return new NgramParts(
        words,
        shards.stream().mapToLong(Stored::bytes).toArray(),
        shard -> TrieFile.parse(shards.get(shard).content().get(), words.vocabulary(), name),
        together);
  }

  /** A model that is in memory anyway. */
  static NgramParts of(NgramModel model) {
    TrieShard[] all = model.shards();
    return new NgramParts(model, new long[all.length], shard -> all[shard], TOGETHER);
  }

  private static int[][] groups(long[] bytes, long together) {
    List<int[]> groups = new ArrayList<>();
    long sum = 0;
    for (int shard = 0; shard < bytes.length; shard++) {
      sum += bytes[shard];
      if (shard == 0 || sum > together) {
        groups.add(new int[] {shard, shard});
        sum = bytes[shard];
      }
      groups.get(groups.size() - 1)[1] = shard + 1;
    }
    return groups.toArray(int[][]::new);
  }

  public int order() {
    return words.order();
  }

  public Smoothing smoothing() {
    return words.smoothing();
  }

  int vocabulary() {
    return words.vocabulary();
  }

  float unigram(int word) {
    return words.unigram(word);
  }

  int groups() {
    return groups.length;
  }

  /** Shards in a row, as a model that has their contexts alone; the last one asked for is kept. */
  NgramModel group(int group) {
    if (group != current) {
      current = -1;
      held = null; // before the next one takes its memory
      held = new NgramModel(order(), smoothing(), words.unigrams(), opened(groups[group]));
      current = group;
    }
    return held;
  }

  private TrieShard[] opened(int[] range) {
    TrieShard[] opened = new TrieShard[range[1] - range[0]];
    Arrays.setAll(opened, i -> shards.apply(range[0] + i));
    return opened;
  }

  /** All shards in order, each read when it is the next, or taken from the group in memory. */
  Iterable<TrieShard> all() {
    int count = groups.length == 0 ? 0 : groups[groups.length - 1][1];
    return () -> java.util.stream.IntStream.range(0, count).mapToObj(this::shard).iterator();
  }

  private TrieShard shard(int number) {
    boolean here = current >= 0 && number >= groups[current][0] && number < groups[current][1];
    return here ? held.shards()[number - groups[current][0]] : shards.apply(number);
  }
}
