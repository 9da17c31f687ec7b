package dev.perplex.job;

/** Durations as people read them. */
public final class Durations {
  private Durations() {}

  /** {@code 4.2 s}, {@code 3 min 05 s}, {@code 2 h 07 min}. */
  public static String of(double seconds) {
    long whole = Math.round(seconds);
    if (seconds < 60 && whole < 60) {
      return seconds < 10 ? String.format("%.1f s", seconds) : whole + " s";
    } else if (whole < 3600) {
      return String.format("%d min %02d s", whole / 60, whole % 60);
    }
    return String.format("%d h %02d min", whole / 3600, whole % 3600 / 60);
  }
}
