package dev.perplex.word2vec.spark;

import dev.perplex.store.PartFile;
import dev.perplex.store.PartOutput;
import dev.perplex.store.Parts;
import dev.perplex.store.TableReader;
import dev.perplex.store.TableWriter;
import dev.perplex.store.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Word vectors as Parquet, a part file a block of rows: {@code word} (string), {@code id} (int32)
 * and {@code vector} (list of float), in the order of ids. Spark and pandas read the folder. A task
 * writes the block that it holds, so no process holds all vectors.
 */
public final class ParquetVectors {
  /** In {@link PartFile#counts()}: the rows of the part. */
  public static final String WORDS = "words";

  private static final int BLOCK_FLOATS = 1 << 24; // 64 MiB of numbers

  private ParquetVectors() {}

  /** Rows of a part file, for vectors of this dimension. */
  public static int rowsPerBlock(int dimension) {
    return Math.max(1, BLOCK_FLOATS / dimension);
  }

  /** The name of a block's part file; an empty folder is the parts' place itself. */
  public static String name(String folder, int block) {
    String name = Tables.part(folder, block) + Tables.PARQUET;
    return folder.isEmpty() ? name.substring(1) : name;
  }

  /**
   * Writes one block.
   *
   * @param folder below the parts' place, such as {@code parquet}; empty for the place itself
   * @param block its number, from 0
   * @param tries of the task ({@code Tasks.tries()}); 0 on the driver
   * @param firstId of the block's first row; the others follow
   */
  public static PartFile block(
      Parts parts, String folder, int block, int tries, int firstId, Iterator<WordVector> rows) {
    String name = name(folder, block);
    PartOutput out = parts.part(name, tries);
    int id = firstId;
    try (TableWriter writer = new TableWriter(Tables.VECTORS, out)) {
      while (rows.hasNext()) {
        WordVector row = rows.next();
        writer.write(row.word(), id, row.vector());
        id++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be written", e);
    }
    return out.finished(Map.of(WORDS, (long) id - firstId));
  }

  /**
   * Writes all blocks from this process, for a source that gives its rows one after another.
   *
   * @param rowsPerBlock of each block but the last
   */
  public static List<PartFile> write(
      Parts parts, String folder, int rowsPerBlock, Iterator<WordVector> rows) {
    List<PartFile> files = new ArrayList<>();
    do {
      int block = files.size();
      Iterator<WordVector> some = new FirstRows(rows, rowsPerBlock);
      files.add(block(parts, folder, block, 0, Math.multiplyExact(block, rowsPerBlock), some));
    } while (rows.hasNext());
    return files;
  }

  /** The rows of a part, as they were written. */
  static Iterator<WordVector> rows(TableReader reader) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return reader.hasNext();
      }

      @Override
      public WordVector next() {
        Object[] row = reader.next();
        return new WordVector((String) row[0], (float[]) row[2]);
      }
    };
  }
}
