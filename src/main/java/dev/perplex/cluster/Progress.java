package dev.perplex.cluster;

/** Told how far a long piece of work is; called often, from any thread. */
@FunctionalInterface
public interface Progress {

  /**
   * @param done units of work finished
   * @param total units in all; 0 where that is not known
   * @param unit what is counted, in the plural: {@code tokens}
   */
  void at(long done, long total, String unit);

  /** Tells nobody. */
  static Progress silent() {
    return (done, total, unit) -> {};
  }
}
