package dev.perplex.vocab;

import java.io.Serializable;

/**
 * The token ids of one split as one long sequence, in document order, each {@code <eos>} included.
 * It can be read from anywhere, so each worker reads the range that is its own. Small and
 * serializable: what travels to executors is where the ids lie, not the ids.
 */
public interface IdStream extends Serializable {

  /** Tokens in the stream. */
  long size();

  /**
   * Reads {@code length} ids from position {@code from}.
   *
   * @throws IndexOutOfBoundsException where the range leaves the stream
   */
  int[] read(long from, int length);

  /**
   * Where documents begin in a range: places counted from its start, in order. A stream that knows
   * of none is one document.
   *
   * @throws IndexOutOfBoundsException where the range leaves the stream
   */
  default int[] documents(long from, int length) {
    return from == 0 && length > 0 ? new int[] {0} : new int[0];
  }

  /** A stream without ids: a split that a corpus does not have. */
  static IdStream empty() {
    return new NoIds();
  }
}
