package dev.perplex.word2vec.spark;

import dev.perplex.store.TableReader;
import dev.perplex.vocab.WordCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import org.apache.spark.api.java.JavaSparkContext;

/** Nearest words by cosine, searched where the vectors lie, a task a part. */
final class Synonyms {
  private static final Comparator<Synonym> NEAREST_FIRST =
      Comparator.comparingDouble(Synonym::similarity)
          .reversed()
          .thenComparing(Synonym::word, WordCount.BY_SPELLING);

  private final JavaSparkContext spark;
  private final VectorFiles files;

  Synonyms(JavaSparkContext spark, VectorFiles files) {
    this.spark = spark;
    this.files = files;
  }

  /** A word and how near it is: a cosine, from -1 to 1. */
  record Synonym(String word, double similarity) implements java.io.Serializable {}

  /**
   * The word's vector.
   *
   * @throws IllegalArgumentException where the model does not have it
   */
  double[] vector(String word) {
    VectorFiles all = files;
    return files
        .onEach(
            spark, "skip-gram: look a word up", (number, file, tries) -> find(all, number, word))
        .stream()
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        "%s is not in the vocabulary of %d words. Words are case-sensitive;"
                            + " getVectors() lists them.",
                        word, all.words())));
  }

  private static double[] find(VectorFiles all, int part, String word) {
    try (TableReader reader = all.open(all.files().get(part))) {
      for (Iterator<WordVector> rows = ParquetVectors.rows(reader); rows.hasNext(); ) {
        WordVector row = rows.next();
        if (row.word().equals(word)) {
          double[] vector = new double[row.vector().length];
          for (int i = 0; i < vector.length; i++) {
            vector[i] = row.vector()[i];
          }
          return vector;
        }
      }
    }
    return null;
  }

  /**
   * The trained words nearest to a vector, ties by spelling.
   *
   * @param except a word to leave out; null for none
   */
  List<Synonym> nearest(double[] vector, int count, String except) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "the number of synonyms = " + count + " is below 1. Ask for one at least.");
    }
    if (vector.length != files.dimension()) {
      throw new IllegalArgumentException(
          String.format(
              "the vector has %d components, the model's have %d. Give one of the same size.",
              vector.length, files.dimension()));
    }
    VectorFiles all = files;
    PriorityQueue<Synonym> best = new PriorityQueue<>(NEAREST_FIRST.reversed());
    files
        .onEach(
            spark,
            "skip-gram: nearest words",
            (number, file, tries) -> nearest(all, number, vector, count, except))
        .forEach(some -> some.forEach(each -> keep(best, each, count)));
    return best.stream().sorted(NEAREST_FIRST).toList();
  }

  private static List<Synonym> nearest(
      VectorFiles all, int part, double[] vector, int count, String except) {
    PriorityQueue<Synonym> best = new PriorityQueue<>(NEAREST_FIRST.reversed());
    double norm = 0;
    for (double each : vector) {
      norm += each * each;
    }
    try (TableReader reader = all.open(all.files().get(part))) {
      for (Iterator<WordVector> rows = ParquetVectors.rows(reader); rows.hasNext(); ) {
        WordVector row = rows.next();
        if (!row.word().equals(except) && row.isTrained()) {
          keep(best, new Synonym(row.word(), cosine(row.vector(), vector, norm)), count);
        }
      }
    }
    return new ArrayList<>(best);
  }

  private static void keep(PriorityQueue<Synonym> best, Synonym next, int count) {
    best.add(next);
    if (best.size() > count) {
      best.poll();
    }
  }

  private static double cosine(float[] row, double[] vector, double squaredNorm) {
    double product = 0;
    double squares = 0;
    for (int i = 0; i < row.length; i++) {
      product += row[i] * vector[i];
      squares += (double) row[i] * row[i];
    }
    return squaredNorm == 0 ? 0 : product / Math.sqrt(squares * squaredNorm);
  }
}
