package dev.perplex.word2vec.spark;

import dev.perplex.provenance.Labels;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordLoss;
import dev.perplex.word2vec.WordModel;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import scala.Function1;
import scala.runtime.AbstractFunction1;

/**
 * The {@code Param}s of one estimator or model, and their defaults, which are those of {@code
 * reference.conf} (a test holds them together: this layer does not read configuration).
 */
public final class SkipGramParamSet implements Serializable {
  private static final long serialVersionUID = 1L;

  final Param<String> inputCol;
  final Param<String> outputCol;
  final IntParam vectorSize;
  final IntParam windowSize;
  final Param<String> model;
  final Param<String> loss;
  final IntParam negatives;
  final DoubleParam sample;
  final DoubleParam stepSize;
  final IntParam maxIter;
  final IntParam numPartitions;
  final IntParam roundsPerEpoch;
  final IntParam minCount;
  final LongParam seed;
  final Param<String> storage;

  SkipGramParamSet(Params owner) {
    inputCol = new Param<>(owner, "inputCol", "column of the words, an array of strings a row");
    outputCol = new Param<>(owner, "outputCol", "column of the mean vectors");
    vectorSize =
        fromOneTo(
            Word2vecSettings.LARGEST_DIMENSION, owner, "vectorSize", "components of a vector", 100);
    windowSize =
        fromOneTo(
            Word2vecSettings.LARGEST_WINDOW,
            owner,
            "windowSize",
            "words each side of the centre word, at most",
            5);
    model =
        oneOf(
            owner,
            "model",
            "skip-gram, or cbow: faster, better for frequent words",
            labels(WordModel.values()));
    loss =
        oneOf(
            owner, "loss", "negative-sampling, or hierarchical-softmax", labels(WordLoss.values()));
    negatives =
        fromOneTo(
            Word2vecSettings.MOST_NEGATIVES, owner, "negatives", "noise words a centre word", 5);
    sample =
        new DoubleParam(
            owner,
            "sample",
            "frequency above which words are subsampled (0 to 1; 0 never)",
            check("sample", value -> value >= 0 && value <= 1, "is not between 0 and 1", "1e-3"));
    stepSize =
        new DoubleParam(
            owner,
            "stepSize",
            "learning rate at the start, of one worker; falls linearly (> 0)",
            check(
                "stepSize", value -> value > 0 && !value.isInfinite(), "is not above 0", "0.025"));
    maxIter = atLeastOne(owner, "maxIter", "passes over the words", 5);
    numPartitions =
        atLeastOne(owner, "numPartitions", "workers: models trained side by side and averaged", 2);
    roundsPerEpoch =
        new IntParam(
            owner,
            "roundsPerEpoch",
            "averages a pass; 0 chooses by workers, passes and words (>= 0)",
            check("roundsPerEpoch", value -> value >= 0, "is below 0", "0"));
    minCount = atLeastOne(owner, "minCount", "occurrences below which a word is unknown", 2);
    seed = new LongParam(owner, "seed", "same seed and numPartitions: same vectors, to the bit");
    storage = new Param<>(owner, "storage", "folder for ids and vectors that all executors see");
  }

  /** Sets the defaults; after the constructor, when the owner knows its parameters. */
  void setDefaults(Params owner) {
    owner.setDefault(outputCol, owner.uid() + "__output");
    owner.setDefault(vectorSize, 100);
    owner.setDefault(windowSize, 5);
    owner.setDefault(model, Labels.of(WordModel.SKIP_GRAM));
    owner.setDefault(loss, Labels.of(WordLoss.NEGATIVE_SAMPLING));
    owner.setDefault(negatives, 5);
    owner.setDefault(sample, 1e-3);
    owner.setDefault(stepSize, 0.025);
    owner.setDefault(maxIter, 5);
    owner.setDefault(numPartitions, 2);
    owner.setDefault(roundsPerEpoch, 0);
    owner.setDefault(minCount, 2);
    owner.setDefault(seed, 1L);
    owner.setDefault(storage, "");
  }

  /** The value with this name, which the parameter has checked. */
  static <E extends Enum<E>> E value(Class<E> type, String label) {
    return Enum.valueOf(type, label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static List<String> labels(Enum<?>[] values) {
    return Arrays.stream(values).map(Labels::of).toList();
  }

  private static Param<String> oneOf(Params owner, String name, String doc, List<String> labels) {
    return new Param<>(owner, name, doc, new OneOf(name, labels));
  }

  private static IntParam atLeastOne(Params owner, String name, String doc, int usual) {
    return bounded(Integer.MAX_VALUE, owner, name, doc + " (> 0)", usual);
  }

  private static IntParam fromOneTo(int most, Params owner, String name, String doc, int usual) {
    return bounded(most, owner, name, doc + " (1 to " + most + ")", usual);
  }

  private static IntParam bounded(int most, Params owner, String name, String doc, int usual) {
    Bound bound = value -> value < 1 ? "is below 1" : value > most ? "is above " + most : null;
    return new IntParam(owner, name, doc, new Check(name, bound, "" + usual));
  }

  /** Says which names there are. */
  private static final class OneOf extends AbstractFunction1<String, Object>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final List<String> labels;

    OneOf(String name, List<String> labels) {
      this.name = name;
      this.labels = labels;
    }

    @Override
    public Object apply(String value) {
      if (!labels.contains(value)) {
        throw new IllegalArgumentException(
            String.format(
                "%s = %s is none of %s. Set it to %s, for example.",
                name, value, String.join(", ", labels), labels.get(0)));
      }
      return true;
    }
  }

  /** What a value must fulfil: what is wrong with it, as the rest of a sentence, or null. */
  private interface Bound extends Serializable {
    String complaint(double value);
  }

  private interface Holds extends Serializable {
    boolean of(Double value);
  }

  private static Function1<Object, Object> check(
      String name, Holds holds, String complaint, String usual) {
    return new Check(name, value -> holds.of(value) ? null : complaint, usual);
  }

  /** Says what is wrong; Spark's own message would not name the bound. */
  private static final class Check extends AbstractFunction1<Object, Object>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final Bound bound;
    private final String usual;

    Check(String name, Bound bound, String usual) {
      this.name = name;
      this.bound = bound;
      this.usual = usual;
    }

    @Override
    public Object apply(Object value) {
      String complaint = bound.complaint(((Number) value).doubleValue());
      if (complaint != null) {
        throw new IllegalArgumentException(
            String.format("%s = %s %s. Set it to %s, for example.", name, value, complaint, usual));
      }
      return true;
    }
  }
}
