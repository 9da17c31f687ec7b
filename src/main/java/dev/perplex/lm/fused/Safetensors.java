package dev.perplex.lm.fused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named float arrays as a safetensors file: the header's length (8 bytes, little-endian), a header
 * in JSON, then the arrays, little-endian and without gaps. Equal tensors give equal bytes: the
 * order is the given one, and the header is padded with spaces to whole 8 bytes. Vectors are
 * written with one dimension, as PyTorch has biases.
 */
public final class Safetensors {
  private static final int HEADER_LIMIT = 1 << 20;
  private static final int BLOCK = 1 << 16;
  private static final int FIRST = 1 << 20; // floats; a multiple of those of a block
  private static final String METADATA = "__metadata__";

  private Safetensors() {}

  /**
   * What a file holds.
   *
   * @param metadata strings by name
   */
  public record Contents(List<Tensor> tensors, Map<String, String> metadata) {}

  /**
   * Writes tensors; the stream stays open.
   *
   * @param metadata strings by name, in the order wanted
   */
  public static void write(List<Tensor> tensors, Map<String, String> metadata, OutputStream out)
      throws IOException {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    if (!metadata.isEmpty()) {
      ObjectNode node = header.putObject(METADATA);
      metadata.forEach(node::put);
    }
    long at = 0;
    for (Tensor tensor : tensors) {
      ObjectNode node = header.putObject(tensor.name());
      node.put("dtype", "F32");
      ArrayNode shape = node.putArray("shape");
      if (tensor.rows() > 1) {
        shape.add(tensor.rows());
      }
      shape.add(tensor.columns());
      long end = at + (long) tensor.values().length * Float.BYTES;
      node.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int length = (json.length + 7) / 8 * 8;
    ByteBuffer start = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(length).put(json);
    while (start.hasRemaining()) {
      start.put((byte) ' ');
    }
    out.write(start.array());
    ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    for (Tensor tensor : tensors) {
      float[] values = tensor.values();
      for (int from = 0; from < values.length; from += BLOCK / Float.BYTES) {
        int count = Math.min(BLOCK / Float.BYTES, values.length - from);
        block.asFloatBuffer().put(values, from, count);
        out.write(block.array(), 0, count * Float.BYTES);
      }
    }
  }

  /**
   * Reads a whole file of 32-bit floats, of at most two dimensions each; the stream stays open.
   *
   * @param name what messages call the file
   * @param limit bound on all tensors' bytes together, which a header cannot make us exceed
   * @throws PerplexException (data refused) where the bytes are not such a file
   */
  public static Contents read(InputStream in, String name, long limit) {
    try {
      return read(in, header(in, name), name, limit);
    } catch (IOException e) {
      throw refused(name, "it is cut short (" + e.getMessage() + ")");
    }
  }

  /**
   * Reads a file's metadata, and no more of it than they take; the stream stays open.
   *
   * @param name what messages call the file
   * @throws PerplexException (data refused) where the bytes are not such a file
   */
  public static Map<String, String> metadata(InputStream in, String name) {
    try {
      return metadata(header(in, name));
    } catch (IOException e) {
      throw refused(name, "it is cut short (" + e.getMessage() + ")");
    }
  }

  private static Map<String, String> metadata(JsonNode header) {
    Map<String, String> metadata = new LinkedHashMap<>();
    header
        .path(METADATA)
        .fields()
        .forEachRemaining(e -> metadata.put(e.getKey(), e.getValue().asText()));
    return metadata;
  }

  private static JsonNode header(InputStream in, String name) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8) {
      throw new EOFException("no header");
    }
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > HEADER_LIMIT) {
      throw refused(name, "its header has " + length + " bytes, not 2 to " + HEADER_LIMIT);
    }
    byte[] json = in.readNBytes((int) length);
    if (json.length < length) {
      throw new EOFException("in the header");
    }
    return header(json, name);
  }

  private static JsonNode header(byte[] json, String name) {
    try {
      JsonNode header = Json.tree(new String(json, StandardCharsets.UTF_8));
      if (header.isObject()) {
        return header;
      }
    } catch (RuntimeException e) {
      throw refused(name, "its header is not JSON");
    }
    throw refused(name, "its header is not an object");
  }

  private static Contents read(InputStream in, JsonNode header, String name, long limit)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    long at = 0;
    for (Iterator<Map.Entry<String, JsonNode>> fields = header.fields(); fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (field.getKey().equals(METADATA)) {
        continue;
      }
      JsonNode node = field.getValue();
      JsonNode offsets = node.path("data_offsets");
      long bytes = bytes(node, field.getKey(), name);
      if (offsets.path(0).asLong(-1) != at || offsets.path(1).asLong(-1) != at + bytes) {
        throw refused(name, field.getKey() + " is not where the one before it ends");
      }
      at += bytes;
      if (at > limit) {
        throw refused(name, "it holds more than " + limit + " bytes");
      }
      JsonNode shape = node.path("shape");
      boolean matrix = shape.size() == 2;
      tensors.add(
          new Tensor(
              field.getKey(),
              matrix ? shape.get(0).asInt() : 1,
              shape.path(shape.size() - 1).asInt(1),
              floats(in, (int) (bytes / Float.BYTES), field.getKey())));
    }
    if (in.read() >= 0) {
      throw refused(name, "it is longer than its header says");
    }
    return new Contents(tensors, metadata(header));
  }

  /** Of a tensor by its shape, which is checked. */
  private static long bytes(JsonNode node, String tensor, String name) {
    JsonNode shape = node.path("shape");
    if (!node.path("dtype").asText().equals("F32") || !shape.isArray() || shape.size() > 2) {
      throw refused(name, tensor + " is not of F32 with at most two dimensions");
    }
    long count = 1;
    for (JsonNode dimension : shape) {
      if (!dimension.isInt() || dimension.asInt() < 1) {
        throw refused(name, tensor + " has the dimension " + dimension);
      }
      count *= dimension.asInt();
    }
    if (count > Integer.MAX_VALUE - 8) {
      throw refused(name, tensor + " has " + count + " elements");
    }
    return count * Float.BYTES;
  }

  /** So many floats; what a header claims takes memory only once it is there. */
  private static float[] floats(InputStream in, int length, String tensor) throws IOException {
    float[] values = new float[Math.min(length, FIRST)];
    for (int from = 0; from < length; from += BLOCK / Float.BYTES) {
      int count = Math.min(BLOCK / Float.BYTES, length - from);
      byte[] block = in.readNBytes(count * Float.BYTES);
      if (block.length < count * Float.BYTES) {
        throw new EOFException("in " + tensor);
      }
      if (from + count > values.length) {
        values = Arrays.copyOf(values, (int) Math.min(length, 2L * values.length));
      }
      ByteBuffer.wrap(block)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values, from, count);
    }
    return values;
  }

  private static PerplexException refused(String name, String reason) {
    return PerplexException.dataRefused(
        "%s is not a whole safetensors file: %s. Make it again, or fetch it again.", name, reason);
  }
}
