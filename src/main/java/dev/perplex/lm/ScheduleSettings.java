package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.Objects;

/**
 * How the learning rate goes on from where it starts. What it means is {@code
 * dev.perplex.lm.fused.Schedule}.
 *
 * @param course the form
 * @param constantEpochs epochs at the full rate before {@code decay} starts
 * @param divisor what {@code decay} divides the rate by each epoch, and {@code plateau} at each
 *     plateau
 * @param patience validations without a new best that {@code plateau} lets pass before it divides
 * @param warmUp share of all tokens over which {@code cosine} raises the rate
 * @param floor share of the rate from which {@code cosine} rises and to which it falls
 */
public record ScheduleSettings(
    Course course, int constantEpochs, double divisor, int patience, double warmUp, double floor)
    implements Serializable {

  /** The form of a schedule. */
  public enum Course {
    /** The same rate throughout. */
    CONSTANT,
    /** Constant for some epochs, then divided each epoch (Zaremba et al. 2014, section 4.1). */
    DECAY,
    /** Divided each time that the validation loss stops to fall. */
    PLATEAU,
    /** Linear warm-up, then half a cosine (Loshchilov and Hutter 2017, without restarts). */
    COSINE
  }

  public ScheduleSettings {
    Objects.requireNonNull(course, "course");
    Check.atLeast("constant-epochs", constantEpochs, 0);
    Check.that(
        divisor >= 1 && divisor < Double.POSITIVE_INFINITY, "divisor", divisor, "is below 1");
    Check.atLeast("patience", patience, 0);
    Check.between("warm-up", warmUp, 0, 1);
    Check.between("floor", floor, 0, 1);
  }

  /** The same rate throughout. */
  public static ScheduleSettings constant() {
    return new ScheduleSettings(Course.CONSTANT, 4, 2, 0, 0.05, 0.05);
  }
}
