package dev.perplex.word2vec.spark;

import dev.perplex.provenance.PerplexException;
import dev.perplex.store.PartFile;
import dev.perplex.store.TableReader;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All vectors in memory, by word. An executor reads them from storage once and keeps them for its
 * later tasks, as long as memory allows; so they never pass through the driver.
 */
final class WordTable {
  private static final Map<String, SoftReference<WordTable>> TABLES = new ConcurrentHashMap<>();

  private final int dimension;
  private final Object2IntOpenHashMap<String> rows;
  private final float[][] vectors; // by part of the files, each [rows * dimension]
  private final int[] starts; // by part: its first row

  private WordTable(VectorFiles files) {
    this.dimension = files.dimension();
    this.rows = new Object2IntOpenHashMap<>(Math.toIntExact(files.words()));
    rows.defaultReturnValue(-1);
    this.vectors = new float[files.files().size()][];
    this.starts = new int[vectors.length];
    int row = 0;
    for (int part = 0; part < vectors.length; part++) {
      starts[part] = row;
      row = read(files, part, row);
    }
  }

  private int read(VectorFiles files, int part, int first) {
    PartFile file = files.files().get(part);
    int count = Math.toIntExact(file.count(ParquetVectors.WORDS));
    float[] numbers = new float[Math.multiplyExact(count, dimension)];
    int row = first;
    try (TableReader reader = files.open(file)) {
      for (Iterator<WordVector> it = ParquetVectors.rows(reader); it.hasNext(); row++) {
        WordVector next = it.next();
        if (next.vector().length != dimension || row - first >= count) {
          throw PerplexException.dataRefused(
              "%s is not what was written there: it has other rows. Save the model again.",
              files.place().child(file.path()));
        }
        System.arraycopy(next.vector(), 0, numbers, (row - first) * dimension, dimension);
        rows.put(next.word(), row);
      }
    }
    vectors[part] = numbers;
    return row;
  }

  /** The table of these files in this process. */
  static WordTable of(VectorFiles files) {
    WordTable[] table = new WordTable[1]; // held, so that it cannot go before it is returned
    TABLES.compute(
        files.content(),
        (content, kept) -> {
          table[0] = kept == null ? null : kept.get();
          if (table[0] == null) {
            table[0] = new WordTable(files);
            return new SoftReference<>(table[0]);
          }
          return kept;
        });
    return table[0];
  }

  /** Adds a word's vector to a sum; nothing for a word that is not there, or null. */
  void addTo(double[] sum, String word) {
    int row = word == null ? -1 : rows.getInt(word);
    if (row < 0) {
      return;
    }
    int part = part(row);
    int offset = (row - starts[part]) * dimension;
    float[] numbers = vectors[part];
    for (int i = 0; i < dimension; i++) {
      sum[i] += numbers[offset + i];
    }
  }

  private int part(int row) {
    int low = 0;
    int high = starts.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts[middle] <= row) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
