package dev.perplex.text.spark;

import dev.perplex.text.Documents;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import scala.Tuple2;

/**
 * Finds the documents that no earlier one equals. Keys and positions travel in blocks of longs:
 * shuffled as objects, a pair a document, they cost several times as much as reading the text.
 */
final class FirstDocuments {
  /** A document's position: the piece in the high bits, its ordinal in the piece in these. */
  private static final int ORDINAL_BITS = 40;

  private static final long ORDINALS = (1L << ORDINAL_BITS) - 1;

  /** Longs that a document takes in a block: its key and its position. */
  private static final int WIDTH = 3;

  private FirstDocuments() {}

  /**
   * For each piece, in order, the ordinals of its first documents, rising.
   *
   * @param index of a piece, from 0
   * @param buckets into which keys are spread; each holds the keys of its documents in memory
   * @param held documents whose keys a reading task holds, about, before it hands them on
   */
  static <P> JavaRDD<long[]> of(
      JavaRDD<P> pieces,
      Function<P, Integer> index,
      Function<P, Documents> reader,
      int pieceCount,
      int buckets,
      int held) {
    return pieces
        .flatMapToPair(piece -> new KeyBlocks(reader.call(piece), index.call(piece), buckets, held))
        .partitionBy(new ByIndex(buckets))
        .mapPartitionsToPair(FirstDocuments::firstOfEqual)
        .partitionBy(new ByIndex(pieceCount))
        .mapPartitions(FirstDocuments::sorted);
  }

  /** The ordinals of first documents by piece, of one bucket. */
  private static Iterator<Tuple2<Integer, long[]>> firstOfEqual(
      Iterator<Tuple2<Integer, long[]>> blocks) {
    Object2LongOpenHashMap<ContentKey> first = new Object2LongOpenHashMap<>();
    while (blocks.hasNext()) {
      long[] block = blocks.next()._2();
      for (int i = 0; i < block.length; i += WIDTH) {
        first.mergeLong(new ContentKey(block[i], block[i + 1]), block[i + 2], Math::min);
      }
    }
    Map<Integer, LongArrayList> byPiece = new TreeMap<>();
    for (var positions = first.values().iterator(); positions.hasNext(); ) {
      long position = positions.nextLong();
      byPiece
          .computeIfAbsent((int) (position >>> ORDINAL_BITS), piece -> new LongArrayList())
          .add(position & ORDINALS);
    }
    return byPiece.entrySet().stream()
        .map(entry -> new Tuple2<>(entry.getKey(), entry.getValue().toLongArray()))
        .iterator();
  }

  private static Iterator<long[]> sorted(Iterator<Tuple2<Integer, long[]>> mine) {
    LongArrayList ordinals = new LongArrayList();
    mine.forEachRemaining(block -> ordinals.addElements(ordinals.size(), block._2()));
    long[] sorted = ordinals.toLongArray();
    Arrays.sort(sorted);
    return List.of(sorted).iterator();
  }

  /** The keys of a piece's documents with their positions, in blocks by bucket. */
  private static final class KeyBlocks implements Iterator<Tuple2<Integer, long[]>> {
    /** Documents; smaller blocks would again cost what single pairs do. */
    private static final int SMALLEST_BLOCK = 64;

    private final Documents documents;
    private final LongArrayList[] blocks; // by bucket
    private final int full; // longs of a block
    private final List<Tuple2<Integer, long[]>> ready =
        new ArrayList<>(); // the last one goes first
    private long position;

    KeyBlocks(Documents documents, int piece, int buckets, int held) {
      this.documents = documents;
      this.position = (long) piece << ORDINAL_BITS;
      this.full = WIDTH * Math.max(SMALLEST_BLOCK, held / buckets);
      this.blocks = new LongArrayList[buckets];
      Arrays.setAll(blocks, bucket -> new LongArrayList());
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && documents.hasNext()) {
        add(ContentKey.of(documents.next().text()));
        if (!documents.hasNext()) {
          documents.close();
          for (int bucket = 0; bucket < blocks.length; bucket++) {
            hand(bucket);
          }
        }
      }
      if (ready.isEmpty()) {
        documents.close();
      }
      return !ready.isEmpty();
    }

    private void add(ContentKey key) {
      int bucket = (int) Math.floorMod(key.low(), (long) blocks.length);
      LongArrayList block = blocks[bucket];
      block.add(key.high());
      block.add(key.low());
      block.add(position++);
      if (block.size() >= full) {
        hand(bucket);
      }
    }

    private void hand(int bucket) {
      if (!blocks[bucket].isEmpty()) {
        ready.add(new Tuple2<>(bucket, blocks[bucket].toLongArray()));
        blocks[bucket].clear();
      }
    }

    @Override
    public Tuple2<Integer, long[]> next() {
      return ready.remove(ready.size() - 1);
    }
  }

  private static final class ByIndex extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    ByIndex(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }
}
