package dev.perplex.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A value that many tasks carry: it is put into bytes once, and read from them once in each JVM,
 * however many tasks of how many stages bring it. Whoever reads it must not change it.
 */
abstract class Carried<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int MOST = 16;

  /** What this JVM has read last, by id. */
  private static final Map<UUID, Object> READ =
      new LinkedHashMap<>(2 * MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Object> eldest) {
          return size() > MOST;
        }
      };

  private final UUID id = UUID.randomUUID();
  private byte[] bytes; // packed; null before it travels
  private transient T value; // null after it has travelled, before somebody asks

  Carried(T value) {
    this.value = value;
  }

  abstract void write(T what, OutputStream out) throws IOException;

  abstract T read(InputStream in) throws IOException;

  @SuppressWarnings("unchecked") // by id stands what the same class has read
  final synchronized T value() {
    if (value == null) {
      synchronized (READ) {
        value = (T) READ.computeIfAbsent(id, unknown -> read());
      }
    }
    return value;
  }

  private T read() {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void writeObject(ObjectOutputStream stream) throws IOException {
    if (bytes == null) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        write(value, out);
      }
      bytes = packed.toByteArray();
    }
    stream.defaultWriteObject();
  }
}
