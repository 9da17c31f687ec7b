package dev.perplex.text.spark;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.spark.util.LongAccumulator;

/** Tells a counter how much of a piece has been read, and at its end that all of it has. */
final class CountingStream extends FilterInputStream {
  private final LongAccumulator counter;
  private final long most;
  private long counted;

  CountingStream(InputStream in, LongAccumulator counter, long most) {
    super(in);
    this.counter = counter;
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public void close() throws IOException {
    count(most - counted);
    super.close();
  }

  private void count(long bytes) {
    long step = Math.min(bytes, most - counted);
    if (step > 0) {
      counted += step;
      counter.add(step);
    }
  }
}
