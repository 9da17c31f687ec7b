package dev.perplex.word2vec;

import dev.perplex.kernel.FloatLoops;
import dev.perplex.provenance.PerplexException;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Words with a vector each, row by id. Never changes. A word whose vector is zero was not trained
 * ({@code <unk>} and {@code <eos>} never are): its similarity to any word is 0, and it is near to
 * none.
 */
public final class WordVectors {
  private static final Comparator<Neighbour> NEAREST_FIRST =
      Comparator.comparingDouble(Neighbour::similarity)
          .reversed()
          .thenComparing(Neighbour::word, WordSpelling.BY_CODE_POINT);

  private final String[] words;
  private final int dimension;
  private final float[] vectors; // [words * dimension], row an id
  private final double[] norms; // by id
  private final Object2IntOpenHashMap<String> ids;

  /** A word and how near it is: a cosine, from -1 to 1. */
  public record Neighbour(String word, double similarity) {}

  /**
   * @param words by id
   * @param vectors [words * dimension], row an id; copied
   * @throws IllegalArgumentException where sizes do not fit, a word stands twice, or a number is
   *     not finite
   */
  public WordVectors(List<String> words, int dimension, float[] vectors) {
    this(words.toArray(String[]::new), dimension, vectors.clone());
  }

  // Takes the arrays as its own.
  private WordVectors(String[] words, int dimension, float[] vectors) {
    if (dimension < 1 || vectors.length != (long) words.length * dimension) {
      throw new IllegalArgumentException(
          words.length + " words of dimension " + dimension + ", " + vectors.length + " numbers");
    }
    this.words = words;
    this.dimension = dimension;
    this.vectors = vectors;
    this.norms = new double[this.words.length];
    this.ids = new Object2IntOpenHashMap<>(this.words.length);
    ids.defaultReturnValue(-1);
    for (int id = 0; id < norms.length; id++) {
      if (ids.put(this.words[id], id) >= 0) {
        throw new IllegalArgumentException("the word " + this.words[id] + " stands twice");
      }
      norms[id] = Math.sqrt(FloatLoops.squaredNorm(this.vectors, id * dimension, dimension));
      if (!Double.isFinite(norms[id])) {
        throw new IllegalArgumentException("the vector of " + this.words[id] + " is not finite");
      }
    }
  }

  /** The same without the copy: the array is given up to it. */
  static WordVectors owning(List<String> words, int dimension, float[] vectors) {
    return new WordVectors(words.toArray(String[]::new), dimension, vectors);
  }

  public int size() {
    return words.length;
  }

  public int dimension() {
    return dimension;
  }

  public boolean contains(String word) {
    return ids.containsKey(word);
  }

  public String word(int id) {
    return words[id];
  }

  /**
   * The word's id here.
   *
   * @throws PerplexException for an unknown word; the message names words that are spelled alike
   */
  public int id(String word) {
    int id = ids.getInt(word);
    if (id < 0) {
      throw PerplexException.usage(
          "the word %s is not among the %d words of the vectors. %s",
          word, size(), Suggestion.of(word, words));
    }
    return id;
  }

  /** The word's vector, [dimension], a copy. */
  public float[] vector(String word) {
    int start = id(word) * dimension;
    return Arrays.copyOfRange(vectors, start, start + dimension);
  }

  /** All vectors, [words * dimension], row an id, a copy. */
  public float[] toArray() {
    return vectors.clone();
  }

  /** The number at one place of one vector. */
  public float at(int id, int column) {
    return vectors[id * dimension + column];
  }

  /** Copies one vector to {@code to[start..start + dimension)}. */
  public void copy(int id, float[] to, int start) {
    System.arraycopy(vectors, id * dimension, to, start, dimension);
  }

  /** The cosine of two words' vectors. */
  public double similarity(String one, String other) {
    return cosine(id(one), id(other));
  }

  /**
   * The trained words nearest to a word by cosine, the word itself left out; ties by spelling, in
   * code points.
   *
   * @param count how many at most
   */
  public List<Neighbour> nearest(String word, int count) {
    int centre = id(word);
    return best(count, id -> id != centre, id -> cosine(centre, id));
  }

  /**
   * The trained words that are to {@code c} as {@code b} is to {@code a}, the three themselves left
   * out; ties by spelling, in code points. For {@link AnalogyMethod#COS_ADD} the similarity is the
   * cosine with the sum of the unit vectors b + c - a, for {@link AnalogyMethod#COS_MUL} it is the
   * score.
   *
   * @param count how many at most
   */
  public List<Neighbour> analogy(String a, String b, String c, AnalogyMethod method, int count) {
    int from = id(a);
    int to = id(b);
    int of = id(c);
    double length =
        method == AnalogyMethod.COS_MUL
            ? 1
            : Math.sqrt(
                Math.max(
                    Double.MIN_NORMAL, // where the sum is zero, all scores are
                    Math.signum(norms[from])
                        + Math.signum(norms[to])
                        + Math.signum(norms[of])
                        + 2 * (cosine(to, of) - cosine(from, to) - cosine(from, of))));
    return best(
        count,
        id -> id != from && id != to && id != of,
        id -> method.score(cosine(from, id), cosine(to, id), cosine(of, id)) / length);
  }

  private List<Neighbour> best(int count, IntPredicate among, IntToDoubleFunction score) {
    PriorityQueue<Neighbour> best = new PriorityQueue<>(NEAREST_FIRST.reversed());
    for (int id = 0; id < words.length; id++) {
      if (norms[id] > 0 && among.test(id)) {
        best.add(new Neighbour(words[id], score.applyAsDouble(id)));
        if (best.size() > count) {
          best.poll();
        }
      }
    }
    return best.stream().sorted(NEAREST_FIRST).toList();
  }

  private double cosine(int one, int other) {
    if (norms[one] == 0 || norms[other] == 0) {
      return 0;
    }
    double sum = 0; // in double, so that equal vectors tie to the last bit
    for (int i = 0; i < dimension; i++) {
      sum += (double) vectors[one * dimension + i] * vectors[other * dimension + i];
    }
    return sum / (norms[one] * norms[other]);
  }
}
