package dev.perplex.lm.spark;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import dev.perplex.lm.CacheGrid;
import dev.perplex.lm.Reading;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What is done with a split's documents, unit by unit. */
@FunctionalInterface
interface Scoring<R> extends Serializable {

  /** Of one task: units come in order, and what it keeps is its own. */
  @FunctionalInterface
  interface UnitScorer<R> {

    /**
     * @param first index of the unit's first document in the split
     * @return something of each document, in order
     */
    List<R> score(int first, List<int[]> documents);
  }

  UnitScorer<R> start(LanguageModel model);

  /** The losses of each document, folded. */
  static <R> Scoring<R> of(Reading reading, DocumentFold<R> fold) {
    return model -> {
      LanguageReader reader = reading.reader(model);
      return (first, documents) -> {
        double[][] losses = reading.losses(reader, documents);
        List<R> folded = new ArrayList<>();
        for (int i = 0; i < losses.length; i++) {
          folded.add(fold.fold(first + i, documents.get(i), losses[i]));
        }
        return folded;
      };
    };
  }

  /** The losses of each document by all caches of the grid. */
  static Scoring<double[]> grid(Reading reading) {
    return model -> {
      CacheGrid grid = new CacheGrid(reading.uncached(model), reading.cache().window());
      return (first, documents) -> {
        List<double[]> losses = new ArrayList<>();
        for (int[] ids : documents) {
          if (reading.state() == Reading.State.DOCUMENT) {
            grid.reset();
          }
          losses.add(grid.losses(ids));
        }
        return losses;
      };
    };
  }
}
