package dev.perplex.lm.fused;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Floats as most tools store them. */
final class LittleEndian {
  private static final int BLOCK = 1 << 14; // floats

  private LittleEndian() {}

  static void write(float[] values, OutputStream out) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += BLOCK) {
      int count = Math.min(BLOCK, values.length - from);
      block.asFloatBuffer().put(values, from, count);
      out.write(block.array(), 0, count * Float.BYTES);
    }
  }
}
