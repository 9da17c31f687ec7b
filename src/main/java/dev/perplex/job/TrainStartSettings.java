package dev.perplex.job;

/**
 * What {@code train} starts from.
 *
 * @param start {@code champion}, that of the run's pipeline; or the folder of a finished train
 *     artefact; empty to start anew
 */
public record TrainStartSettings(String start) {
  static final String KEY = "train.start";
  static final String CHAMPION = "champion";

  boolean isChampion() {
    return start.equals(CHAMPION);
  }

  boolean isNone() {
    return start.isBlank();
  }
}
