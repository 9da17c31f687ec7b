package dev.perplex.store;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.IdStream;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

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
  private final List<PartFile> indices; // where documents lie in each shard
  private final long[] starts; // position of each shard's first id, and at the end the size
  private transient AtomicReferenceArray<SoftReference<int[]>> kept; // what firsts() gave, by shard

  /**
   * @param split its label: {@code train}
   */
  public IdShards(Artefact artefact, String split) {
    this.artefact = artefact;
    this.shards = List.copyOf(artefact.files(split + "/", SUFFIX));
    this.indices = List.copyOf(artefact.files(split + "/", Tables.INDEX));
    this.starts = new long[shards.size() + 1];
    for (int i = 0; i < shards.size(); i++) {
      starts[i + 1] = starts[i] + shards.get(i).bytes() / Integer.BYTES;
    }
  }

  @Override
  public long size() {
    return starts[shards.size()];
  }

  private void checkRange(long from, int length) {
    if (from < 0 || length < 0 || from + length > size()) {
      throw new IndexOutOfBoundsException(
          "ids " + from + " to " + (from + length) + " of " + size());
    }
  }

  @Override
  public int[] read(long from, int length) {
    checkRange(from, length);
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

  /** Reads the index of each shard that the range touches once, while memory lasts. */
  @Override
  public int[] documents(long from, int length) {
    checkRange(from, length);
    IntArrayList places = new IntArrayList();
    for (int shard = 0; shard < shards.size(); shard++) {
      if (starts[shard] < from + length && from < starts[shard + 1]) {
        int[] firsts = firsts(shard);
        int found = Arrays.binarySearch(firsts, (int) Math.max(0, from - starts[shard]));
        for (int i = found < 0 ? -found - 1 : found; i < firsts.length; i++) {
          long place = starts[shard] + firsts[i] - from;
          if (place >= length) {
            break;
          }
          places.add((int) place);
        }
      }
    }
    return places.toIntArray();
  }

  /** The first id of each document of a shard, counted from the shard's start. */
  private int[] firsts(int shard) {
    AtomicReferenceArray<SoftReference<int[]>> all = kept();
    SoftReference<int[]> reference = all.get(shard);
    int[] firsts = reference == null ? null : reference.get();
    if (firsts == null) {
      firsts = readFirsts(shard); // two threads may read the same at once
      all.set(shard, new SoftReference<>(firsts));
    }
    return firsts;
  }

  private synchronized AtomicReferenceArray<SoftReference<int[]>> kept() {
    if (kept == null) {
      kept = new AtomicReferenceArray<>(shards.size());
    }
    return kept;
  }

  private int[] readFirsts(int shard) {
    IntArrayList firsts = new IntArrayList();
    long end = 0;
    try (TableReader rows = new TableReader(Tables.DOCUMENT_TOKENS, artefact, indices.get(shard))) {
      while (rows.hasNext()) {
        long tokens = (Long) rows.next()[0];
        if (tokens > 0) {
          firsts.add(Math.toIntExact(end));
          end += tokens;
        }
      }
    }
    if (end != starts[shard + 1] - starts[shard]) {
      throw PerplexException.dataRefused(
          "%s has documents of %d tokens, its ids are %d. Make the artefact again with --force.",
          artefact.location(indices.get(shard)), end, starts[shard + 1] - starts[shard]);
    }
    return firsts.toIntArray();
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
