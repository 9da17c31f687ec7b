package dev.perplex.ngram;

import java.util.Arrays;

/** Whole numbers from 0 as bytes, seven bits a byte, low ones first. */
final class VarBytes {
  private byte[] bytes;
  private int at;

  VarBytes(int room) {
    this.bytes = new byte[Math.max(16, room)];
  }

  /** To read from. */
  VarBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  void add(long number) {
    if (at + 10 > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.addExact(bytes.length, bytes.length / 2) + 10);
    }
    long rest = number;
    while (rest > 0x7f) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, at);
  }

  boolean more() {
    return at < bytes.length;
  }

  long next() {
    long number = 0;
    int shift = 0;
    while (true) {
      byte part = bytes[at++];
      number |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return number;
      }
      shift += 7;
    }
  }
}
