package dev.perplex.lm.rounds;

import dev.perplex.kernel.RoundKernel;
import dev.perplex.lm.Wire;
import dev.perplex.lm.rounds.PartLayout.Block;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The mean of the workers' changes of a part, some rows after others: all changes are read side by
 * side, so that a sum stays in the first cache until it is whole. Serves one thread.
 */
final class PartSum {
  private static final RoundKernel KERNEL = RoundKernel.fastest();

  private final List<PartReader> readers = new ArrayList<>();
  private final List<Float> shares = new ArrayList<>();
  private int columns;

  PartSum(Iterator<PartMerge.Weighted> inWorkerOrder, Wire wire) {
    while (inWorkerOrder.hasNext()) {
      PartMerge.Weighted each = inWorkerOrder.next();
      readers.add(new PartReader(each.change(), wire));
      shares.add((float) each.share());
    }
  }

  /** Goes on to the next block. */
  void begin(Block block) {
    columns = block.columns();
    readers.forEach(reader -> reader.begin(block));
  }

  /**
   * Adds the changes of some rows, in the order of workers. Intervals follow one another.
   *
   * @param at place in {@code sums} of the row {@code from}
   */
  void add(int from, int until, float[] sums, int at) {
    for (int worker = 0; worker < readers.size(); worker++) {
      PartReader reader = readers.get(worker);
      float share = shares.get(worker);
      int count = reader.read(from, until);
      if (count == until - from) {
        KERNEL.addScaled(share, reader.values(), 0, sums, at, count * columns);
        continue;
      }
      for (int i = 0; i < count; i++) {
        int to = at + (reader.row(i) - from) * columns;
        KERNEL.addScaled(share, reader.values(), i * columns, sums, to, columns);
      }
    }
  }

  void end() {
    readers.forEach(PartReader::end);
  }
}
