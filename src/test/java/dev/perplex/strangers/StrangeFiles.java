package dev.perplex.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.perplex.provenance.PerplexException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/**
 * Files as strangers give them: good ones that were damaged, cut short or forged, and hostile ones.
 * Whatever a reader is given, it reads it, or refuses it in one line; it takes no more memory than
 * the file is worth, and runs nothing that the file brings.
 */
public final class StrangeFiles {
  /** {@code -Dstrangers=N}: how many mutations a format gets, for long runs. */
  private static final int COUNT = Integer.getInteger("strangers", 400);

  private static final long SEED = Long.getLong("strangers.seed", 1);

  /** Bytes that any reader may take for itself, and for each byte of the file. */
  private static final long MEMORY = 96L << 20;

  private static final long MEMORY_EACH = 400;
  private static final int LONGEST_MESSAGE = 2000;

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    65_535,
    65_536,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 8L,
    Integer.MIN_VALUE,
    1L << 30,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final String[] WORDS = {
    "null",
    "-1",
    "1e999",
    "NaN",
    "99999999999999999999",
    "2147483647",
    "{}",
    "[]",
    "\"\"",
    "true",
    "../../../etc/passwd",
    "\u0000",
    "\ufeff",
    "\"../x\"",
    "file:///etc/passwd"
  };

  private StrangeFiles() {}

  /** Reads bytes, in whatever way the product does, far enough to use them. */
  public interface Reader {
    void read(byte[] bytes) throws Exception;
  }

  /** Whether an object of ours was made of bytes: then a file's content was run. */
  public static final class Trap implements Serializable {
    private static final long serialVersionUID = 1L;
    private static volatile boolean sprung;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      sprung = true;
      in.defaultReadObject();
    }

    /** The bytes that a deserializer would run. */
    public static byte[] bytes() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
        objects.writeObject(new Trap());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.toByteArray();
    }
  }

  /**
   * Gives a reader all of them.
   *
   * @param good files of the format, which it must read
   */
  public static void meet(String format, Reader reader, byte[]... good) {
    int refused = meetUnrefused(format, reader, good);
    assertThat(refused).as(format + ": refused").isGreaterThan(COUNT / 20);
  }

  /** The same where a reader may pass over what it does not know; returns how many it refused. */
  public static int meetUnrefused(String format, Reader reader, byte[]... good) {
    for (byte[] each : good) {
      try {
        reader.read(each);
      } catch (Exception e) {
        throw new AssertionError(format + ": a good file is refused", e);
      }
    }
    int refused = 0;
    int number = 0;
    for (byte[] strange : hostile()) {
      refused += look(format + ", hostile " + number++, reader, strange) ? 1 : 0;
    }
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < COUNT; i++) {
      byte[] strange = mutated(good[i % good.length], random);
      String as = format + ", seed " + SEED + ", mutation " + i;
      refused += look(as, reader, strange) ? 1 : 0;
    }
    return refused;
  }

  /** Gives it one; returns whether it was refused. */
  public static boolean look(String as, Reader reader, byte[] strange) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    boolean refused = false;
    try {
      reader.read(strange);
    } catch (PerplexException e) {
      refused = true;
      assertThat(e.getMessage()).as(as).isNotBlank().doesNotContain("\n", "\tat ");
      assertThat(e.getMessage().length()).as(as).isLessThan(LONGEST_MESSAGE);
    } catch (Throwable e) {
      throw new AssertionError(as + ": " + e + " of " + shown(strange), e);
    }
    long taken = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(taken)
        .as("%s: bytes of memory for %d of %s", as, strange.length, shown(strange))
        .isLessThan(MEMORY + MEMORY_EACH * strange.length);
    assertThat(Trap.sprung).as(as + ": an object was deserialized").isFalse();
    return refused;
  }

  private static String shown(byte[] bytes) {
    return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 200));
  }

  private static List<byte[]> hostile() {
    List<byte[]> all = new ArrayList<>();
    all.add(new byte[0]);
    all.add(new byte[] {0});
    all.add("\n".getBytes(StandardCharsets.UTF_8));
    all.add(Trap.bytes());
    all.add(new byte[100_000]);
    all.add("[".repeat(200_000).getBytes(StandardCharsets.UTF_8));
    all.add("{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    all.add("null".getBytes(StandardCharsets.UTF_8));
    all.add(("{\"a\":" + "9".repeat(100_000) + "}").getBytes(StandardCharsets.UTF_8));
    all.add(gzip(new byte[64 << 20]));
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20; i++) {
      byte[] noise = new byte[random.nextInt(1, 5000)];
      random.nextBytes(noise);
      all.add(noise);
    }
    return all;
  }

  /** Few bytes that unpack to many. */
  public static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A good file with some things wrong. */
  static byte[] mutated(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = changed(bytes, random);
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes, SplittableRandom random) {
    int at = place(bytes, random);
    return switch (random.nextInt(9)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        yield bytes;
      }
      case 2 -> {
        bytes[at] = (byte) random.nextInt(256);
        yield bytes;
      }
      case 3 -> number(bytes, at, Integer.BYTES, random);
      case 4 -> number(bytes, at, Long.BYTES, random);
      case 5 -> spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(64)), new byte[0]);
      case 6 -> {
        int end = Math.min(bytes.length, at + random.nextInt(200));
        yield spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      }
      case 7 -> {
        byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8);
        int end = at;
        while (end < bytes.length && Character.isLetterOrDigit(bytes[end])) {
          end++;
        }
        yield spliced(bytes, at, end, word);
      }
      default -> {
        byte[] noise = new byte[random.nextInt(1, 40)];
        random.nextBytes(noise);
        yield spliced(bytes, at, Math.min(bytes.length, at + noise.length), noise);
      }
    };
  }

  /** Half of them among the first bytes, where headers and counts are. */
  private static int place(byte[] bytes, SplittableRandom random) {
    int most = random.nextBoolean() ? Math.min(bytes.length, 64) : bytes.length;
    return random.nextInt(most);
  }

  private static byte[] number(byte[] bytes, int at, int size, SplittableRandom random) {
    if (at + size > bytes.length) {
      return bytes;
    }
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes)
            .order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int place = random.nextBoolean() ? at : at / Integer.BYTES * Integer.BYTES;
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    if (size == Integer.BYTES) {
      buffer.putInt(place, (int) number);
    } else {
      buffer.putLong(place, number);
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] put) {
    byte[] all = new byte[from + put.length + bytes.length - to];
    System.arraycopy(bytes, 0, all, 0, from);
    System.arraycopy(put, 0, all, from, put.length);
    System.arraycopy(bytes, to, all, from + put.length, bytes.length - to);
    return all;
  }
}
