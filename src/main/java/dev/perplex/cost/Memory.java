package dev.perplex.cost;

/**
 * Memory of a JVM, in bytes.
 *
 * @param heap that its -Xmx should allow
 * @param outside the heap: code, threads, buffers of natives and the network
 */
public record Memory(long heap, long outside) {
  static final long GB = 1L << 30;
  static final long SPARK = 300L << 20; // its own, of a driver's or an executor's heap
  private static final long LEAST_OUTSIDE = 512L << 20; // 310 MB were measured beside a small heap
  private static final long WORD = 250; // while a vocabulary is read
  private static final double USABLE = 0.9; // of the heap; the collector needs the rest

  /**
   * @param needed bytes of objects at the peak
   */
  static Memory of(double needed) {
    long heap = (long) Math.ceil(needed / USABLE / GB) * GB;
    return new Memory(heap, outside(heap));
  }

  /**
   * A driver's.
   *
   * @param words of the vocabulary, which it reads and sends
   * @param more bytes of objects beside them
   */
  static Memory ofDriver(int words, double more) {
    return of(SPARK + (double) WORD * words + more);
  }

  static long outside(long heap) {
    return Math.max(LEAST_OUTSIDE, heap / 10);
  }

  Memory or(Memory other) {
    return new Memory(Math.max(heap, other.heap), Math.max(outside, other.outside));
  }
}
