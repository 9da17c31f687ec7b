package dev.perplex.lm;

import dev.perplex.provenance.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Arrays as a safetensors file: the length of a JSON header (8 bytes, little-endian), the header,
 * the arrays as little-endian 32-bit floats in row-major order. Equal arrays give equal bytes.
 */
public final class SafetensorsExport {
  private static final int ALIGNMENT = 8; // of the data, in bytes from the file's start

  private SafetensorsExport() {}

  /** Writes a whole file; does not close the stream. */
  public static void write(List<NamedArray> arrays, OutputStream out) throws IOException {
    Map<String, Object> header = new TreeMap<>();
    header.put(
        "__metadata__", Map.of("format", "pt")); // what tells readers that names are PyTorch's
    long offset = 0;
    for (NamedArray array : arrays) {
      long end = offset + (long) array.values().length * Float.BYTES;
      header.put(
          array.name(),
          Map.of("dtype", "F32", "shape", array.shape(), "data_offsets", new long[] {offset, end}));
      offset = end;
    }
    StringBuilder json = new StringBuilder(Json.line(header));
    while (json.length() % ALIGNMENT != 0) {
      json.append(' ');
    }
    byte[] bytes = json.toString().getBytes(StandardCharsets.US_ASCII);
    out.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(bytes.length)
            .array());
    out.write(bytes);
    for (NamedArray array : arrays) {
      LittleEndian.write(array.values(), out);
    }
  }
}
