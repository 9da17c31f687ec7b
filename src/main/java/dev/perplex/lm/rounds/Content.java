package dev.perplex.lm.rounds;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Bytes that are read from their beginning, wherever they lie. */
@FunctionalInterface
public interface Content {

  /** A new stream over all of it. */
  InputStream open();

  static Content of(byte[] bytes) {
    return () -> new ByteArrayInputStream(bytes);
  }
}
