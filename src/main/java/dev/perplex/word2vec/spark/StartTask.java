package dev.perplex.word2vec.spark;

import dev.perplex.store.Location;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.GlobalRows;
import dev.perplex.word2vec.ModelShape;
import dev.perplex.word2vec.VectorsReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/**
 * Stores the start of a training that does not begin at random: reads the files once through and
 * writes the parts that are this task's.
 */
final class StartTask implements Serializable {
  private static final long serialVersionUID = 1L;

  private final StartVectors start;
  private final Broadcast<TrainingPlan> plan;
  private final Broadcast<Vocabulary> vocabulary;
  private final RoundStore store;
  private final int parts;

  StartTask(
      StartVectors start,
      Broadcast<TrainingPlan> plan,
      Broadcast<Vocabulary> vocabulary,
      RoundStore store,
      int parts) {
    this.start = start;
    this.plan = plan;
    this.vocabulary = vocabulary;
    this.store = store;
    this.parts = parts;
  }

  /**
   * What a task stored.
   *
   * @param found words of the vocabulary, among this task's, that start from the file
   */
  record Stored(List<StoredPart> parts, long found) implements Serializable {}

  /** Does every {@code tasks}-th part, from the {@code task}-th on. */
  Stored store(int task, int tasks) throws IOException {
    ModelShape shape = plan.value().work().shape();
    GlobalRows rows = new GlobalRows(shape, plan.value().initial());
    long found = take(start.inputs(), 0, rows, task, tasks);
    if (start.outputs() != null && shape.outputs() == shape.words()) {
      take(start.outputs(), shape.words(), rows, task, tasks);
    }
    List<StoredPart> stored = new ArrayList<>();
    for (int part = task; part < parts; part += tasks) {
      stored.add(store.write(0, part, true, rows.values(part, parts)));
    }
    return new Stored(stored, found);
  }

  private long take(Location file, int firstRow, GlobalRows to, int task, int tasks)
      throws IOException {
    long found = 0;
    BitSet seen = new BitSet(); // ids; the file may have many more words than the vocabulary
    try (InputStream in = file.open();
        VectorsReader from = VectorsReader.open(in, file.toString()).forgetful()) {
      float[] values = new float[from.dimension()];
      while (from.next()) {
        int id = vocabulary.value().id(from.word());
        if (!ModelShape.isTrained(id)) {
          continue; // as words that the vocabulary does not have
        }
        if (seen.get(id)) {
          throw from.again();
        }
        seen.set(id);
        int row = firstRow + id;
        if (row % parts % tasks == task) {
          from.copy(values, 0);
          to.put(row, values);
          found++;
        }
      }
    }
    return found;
  }
}
