package dev.perplex.lm.spark;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import dev.perplex.lm.CacheGrid;
import dev.perplex.lm.Reading;
import dev.perplex.provenance.Fingerprint;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What is done with a split's documents, unit by unit. */
@FunctionalInterface
interface Scoring<R> extends Serializable {

  /** Of one task: units come in order, and what it keeps is its own. */
  @FunctionalInterface
  interface UnitScorer<R> {

    /**
     * @param first index of the unit's first document in the split
     */
    R score(int first, List<int[]> documents);
  }

  /** Begins to read, on an executor. */
  UnitScorer<R> start();

  /** By a model, which an executor reads once. */
  private static <R> Scoring<R> by(byte[] model, Start<R> start) {
    String checksum = Fingerprint.sha256(model);
    return () -> start.apply(ModelPool.of(checksum, model));
  }

  /** Begins to read with a model. */
  @FunctionalInterface
  interface Start<R> extends Function<LanguageModel, UnitScorer<R>>, Serializable {}

  /**
   * The losses of each document, folded.
   *
   * @param model as {@link LanguageModels} reads it
   */
  static <R> Scoring<List<R>> documents(byte[] model, Reading reading, DocumentFold<R> fold) {
    return by(
        model,
        network -> {
          LanguageReader reader = reading.reader(network);
          return (first, documents) -> {
            double[][] losses = reading.losses(reader, documents);
            List<R> folded = new ArrayList<>();
            for (int i = 0; i < losses.length; i++) {
              folded.add(fold.fold(first + i, documents.get(i), losses[i]));
            }
            return folded;
          };
        });
  }

  /** The losses of each document by all caches of the grid. */
  static Scoring<List<double[]>> grid(byte[] model, Reading reading) {
    return by(
        model,
        network -> {
          CacheGrid grid = new CacheGrid(reading.uncached(network), reading.cache().window());
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
        });
  }

  /** The losses of a unit by several models, folded. */
  static <R> Scoring<R> columns(List<LossColumn> columns, UnitFold<R> fold) {
    return () -> {
      List<LossColumn.Losses> started = columns.stream().map(LossColumn::start).toList();
      return (first, documents) -> {
        List<double[][]> losses = new ArrayList<>();
        for (LossColumn.Losses column : started) {
          losses.add(column.of(documents, losses));
        }
        return fold.fold(documents, losses);
      };
    };
  }
}
