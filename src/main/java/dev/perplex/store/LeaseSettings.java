package dev.perplex.store;

import dev.perplex.provenance.Check;

/**
 * How drivers keep out of each other's way.
 *
 * @param onLive what a driver does where another that is alive owns what it wants to make
 * @param seconds after which an owner that gives no sign of life is taken for dead
 * @param heartbeatSeconds between two signs of life
 */
public record LeaseSettings(OnLive onLive, double seconds, double heartbeatSeconds) {
  private static final int BEATS = 3; // one may be lost, and one be late

  /** What is done about a live owner. */
  public enum OnLive {
    /** Leaves with exit code 30. */
    LEAVE,
    /** Waits until the other has ended. */
    WAIT
  }

  public LeaseSettings {
    Check.between("heartbeat-seconds", heartbeatSeconds, 0.1, 3600);
    Check.between("seconds", seconds, 0.3, Claim.MOST_MILLIS / 1000.0);
    Check.that(
        seconds >= BEATS * heartbeatSeconds,
        "seconds",
        seconds,
        "is below " + BEATS + " times run.lease.heartbeat-seconds = " + heartbeatSeconds);
  }

  long millis() {
    return Math.round(seconds * 1000);
  }

  long heartbeatMillis() {
    return Math.round(heartbeatSeconds * 1000);
  }
}
