package dev.perplex.ngram;

import dev.perplex.provenance.PerplexException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A shard as bytes, little-endian: {@code PXNG}, version, first and end of its ids, number of
 * levels; then for each level the numbers of its contexts, children and followers, and its arrays
 * in the order of {@link TrieShard.Level}.
 */
final class TrieFile {
  private static final int MAGIC = 0x474e5850; // PXNG
  private static final int VERSION = 1;
  private static final int MOST_LEVELS = 64; // of any order that there will be
  private static final int LARGEST = Integer.MAX_VALUE - 8; // bytes of an array

  private TrieFile() {}

  static byte[] bytes(TrieShard shard) {
    long size = 5L * Integer.BYTES;
    for (TrieShard.Level level : shard.levels()) {
      size += Integer.BYTES * (3L + 2L * level.contexts() + level.children().length);
      size += Integer.BYTES * (level.followers().length + 2L * level.next().length);
    }
    if (size > LARGEST) {
      throw PerplexException.dataRefused(
          "The n-grams after words %d to %d of the vocabulary take %,d bytes, and a part of the model"
              + " holds at most %,d. Set ngram.order lower, or give less text.",
          shard.first(), shard.end() - 1, size, LARGEST);
    }
    ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(VERSION);
    out.putInt(shard.first()).putInt(shard.end()).putInt(shard.levels().length);
    for (TrieShard.Level level : shard.levels()) {
      out.putInt(level.contexts());
      out.putInt(level.children().length);
      out.putInt(level.next().length);
      put(out, level.words());
      put(out, level.backOffs());
      put(out, level.children());
      put(out, level.followers());
      put(out, level.next());
      put(out, level.logs());
    }
    return out.array();
  }

  /**
   * @param vocabulary that all words are of
   * @param name of the file, for messages
   * @throws PerplexException (data refused) where it is not a whole shard
   */
  static TrieShard parse(byte[] bytes, int vocabulary, String name) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      if (in.getInt() != MAGIC) {
        throw refused(name, "is no part of an n-gram model");
      }
      int version = in.getInt();
      if (version != VERSION) {
        throw refused(name, "is of version " + version + "; this Perplex reads " + VERSION);
      }
      int first = in.getInt();
      int end = in.getInt();
      int count = in.getInt();
      if (first < 0 || end < first || count < 0 || count > MOST_LEVELS) {
        throw refused(
            name, "is damaged: it states words " + first + " to " + end + ", " + count + " levels");
      }
      TrieShard.Level[] levels = new TrieShard.Level[count];
      for (int i = 0; i < levels.length; i++) {
        int contexts = in.getInt();
        int children = in.getInt();
        int followers = in.getInt();
        levels[i] =
            new TrieShard.Level(
                ints(in, contexts),
                floats(in, contexts),
                ints(in, children),
                ints(in, contexts + 1),
                ints(in, followers),
                floats(in, followers));
        checkNumbers(levels[i], vocabulary, name);
      }
      for (int i = 0; i < levels.length; i++) {
        int places = levels[i].contexts() + 1;
        boolean last = i + 1 == levels.length; // it has no children
        if (!(last || leads(levels[i].children(), places, levels[i + 1].contexts()))
            || !leads(levels[i].followers(), places, levels[i].next().length)) {
          throw refused(name, "has contexts that lead nowhere");
        }
      }
      return new TrieShard(first, end, levels);
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      throw refused(name, "is cut short or damaged");
    }
  }

  /** Whether places rise from 0 to the end of what they lead to. */
  private static boolean leads(int[] places, int length, int end) {
    if (places.length != length || places[0] != 0 || places[length - 1] != end) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      if (places[i] < places[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private static void checkNumbers(TrieShard.Level level, int vocabulary, String name) {
    for (int word : level.next()) {
      if (word < 0 || word >= vocabulary) {
        throw refused(name, "has a word that its vocabulary has not");
      }
    }
    for (float log : level.logs()) {
      if (!(log <= 0)) {
        throw refused(name, "has a probability that is not a number from 0 to 1");
      }
    }
    for (float backOff : level.backOffs()) {
      if (Float.isNaN(backOff)) {
        throw refused(name, "has a back-off weight that is not a number");
      }
    }
  }

  private static PerplexException refused(String name, String how) {
    return PerplexException.dataRefused(
        "%s %s. Make the artefact again with --force=ngram.", name, how);
  }

  private static void put(ByteBuffer out, int[] numbers) {
    out.asIntBuffer().put(numbers);
    out.position(out.position() + numbers.length * Integer.BYTES);
  }

  private static void put(ByteBuffer out, float[] numbers) {
    out.asFloatBuffer().put(numbers);
    out.position(out.position() + numbers.length * Float.BYTES);
  }

  private static int[] ints(ByteBuffer in, int length) {
    room(in, length);
    int[] numbers = new int[length];
    in.asIntBuffer().get(numbers);
    in.position(in.position() + length * Integer.BYTES);
    return numbers;
  }

  private static float[] floats(ByteBuffer in, int length) {
    room(in, length);
    float[] numbers = new float[length];
    in.asFloatBuffer().get(numbers);
    in.position(in.position() + length * Float.BYTES);
    return numbers;
  }

  private static void room(ByteBuffer in, int length) {
    if (length < 0 || (long) length * Integer.BYTES > in.remaining()) {
      throw new BufferUnderflowException();
    }
  }
}
