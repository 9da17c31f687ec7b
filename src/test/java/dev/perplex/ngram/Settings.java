package dev.perplex.ngram;

import java.util.List;

/** Settings for tests. */
public final class Settings {
  private Settings() {}

  public static NgramSettings of(int order, Smoothing smoothing, Integer... prune) {
    return new NgramSettings(
        order,
        smoothing,
        .1,
        prune.length == 0 ? List.of(0) : List.of(prune),
        NgramSettings.ArpaForm.NONE);
  }
}
