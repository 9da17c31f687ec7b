package dev.perplex.store;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.IdStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The ids of one split as they lie on storage: shards of little-endian int32 without a header
 * ({@code numpy.fromfile(path, "<i4")} reads them), one after another in the order of their names.
 */
public final class IdShards implements IdStream {
  private static final long serialVersionUID = 1L;

  /** The end of a shard's name. */
  public static final String SUFFIX = ".ids";

  private static final int BLOCK = 1 << 16; // ids read at once

  private final Artefact artefact;
  private final List<PartFile> shards;
  private final long[] starts; // position of each shard's first id, and at the end the size

  /**
   * @param split its label: {@code train}
   */
  public IdShards(Artefact artefact, String split) {
    this.artefact = artefact;
    this.shards = List.copyOf(artefact.files(split + "/", SUFFIX));
    this.starts = new long[shards.size() + 1];
    for (int i = 0; i < shards.size(); i++) {
      starts[i + 1] = starts[i] + shards.get(i).bytes() / Integer.BYTES;
    }
  }

  @Override
  public long size() {
    return starts[shards.size()];
  }

  @Override
  public int[] read(long from, int length) {
    if (from < 0 || length < 0 || from + length > size()) {
      throw new IndexOutOfBoundsException(
          "ids " + from + " to " + (from + length) + " of " + size());
    }
    int[] ids = new int[length];
    int done = 0;
    for (int shard = 0; shard < shards.size() && done < length; shard++) {
      long start = Math.max(from, starts[shard]);
      long end = Math.min(from + length, starts[shard + 1]);
      if (start < end) {
        int count = Math.toIntExact(end - start);
        read(shards.get(shard), start - starts[shard], ids, done, count);
        done += count;
      }
    }
    return ids;
  }

  private void read(PartFile shard, long first, int[] ids, int offset, int count) {
    byte[] block = new byte[Math.min(count, BLOCK) * Integer.BYTES];
    try (InputStream in = artefact.openFile(shard, first * Integer.BYTES);
        DataInputStream data = new DataInputStream(in)) {
      for (int done = 0; done < count; ) {
        int ask = Math.min(count - done, BLOCK);
        data.readFully(block, 0, ask * Integer.BYTES);
        ByteBuffer.wrap(block)
            .order(ByteOrder.LITTLE_ENDIAN)
            .asIntBuffer()
            .get(ids, offset + done, ask);
        done += ask;
      }
    } catch (EOFException e) {
      throw PerplexException.dataRefused(
          "%s is cut short. Make the artefact again with --force.", artefact.location(shard));
    } catch (IOException e) {
      throw artefact.location(shard).unable("read", e);
    }
  }

  /** Writes ids in the shard's form. */
  public static void write(int[] ids, PartOutput out) throws IOException {
    byte[] block = new byte[Math.min(Math.max(ids.length, 1), BLOCK) * Integer.BYTES];
    for (int done = 0; done < ids.length; ) {
      int count = Math.min(ids.length - done, BLOCK);
      ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(ids, done, count);
      out.write(block, 0, count * Integer.BYTES);
      done += count;
    }
  }
}
