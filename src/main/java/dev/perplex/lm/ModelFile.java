package dev.perplex.lm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model as DL4J's zip, which {@code ModelSerializer.restoreMultiLayerNetwork} of stock DL4J
 * opens. Equal models give equal bytes: the entries' order and times are fixed, and nothing is
 * deflated (floats hardly shrink, and deflaters differ). Reading takes the three entries below and
 * no other, bounds each by what the configuration asks for, and never deserializes Java objects,
 * which DL4J's own reader does.
 */
public final class ModelFile {
  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";
  private static final String UPDATER = "updaterState.bin";
  private static final Set<String> ENTRIES = Set.of(CONFIGURATION, COEFFICIENTS, UPDATER);

  /** Zip has no time zone; the earliest time that it can say. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final int CONFIGURATION_LIMIT = 1 << 20;

  private ModelFile() {}

  /** The model alone, for readers. */
  public static byte[] bytes(MultiLayerNetwork network) {
    return bytes(network, null);
  }

  /** The model with its updater's state, for training on. */
  public static byte[] bytesWithUpdater(MultiLayerNetwork network) {
    return bytes(network, network.getUpdater().getStateViewArray());
  }

  private static byte[] bytes(MultiLayerNetwork network, INDArray updater) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      start(zip, CONFIGURATION);
      zip.write(configuration(network).toJson().getBytes(StandardCharsets.UTF_8));
      start(zip, COEFFICIENTS);
      writeRow(network.params(), zip);
      if (updater != null && updater.length() > 0) {
        start(zip, UPDATER);
        writeRow(updater, zip);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail to be written", e);
    }
    return out.toByteArray();
  }

  private static void start(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
  }

  /** The network's own description, without what only its last minibatch left in it. */
  private static MultiLayerConfiguration configuration(MultiLayerNetwork network) {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations().clone();
    FusedOutput.useStock(configuration);
    var first = configuration.getConf(0).getLayer();
    if (first instanceof FrozenLayer frozen) {
      first = frozen.getLayer();
    }
    if (first instanceof EmbeddingSequenceLayer embedding) {
      embedding.setInputLength(1);
    }
    return configuration;
  }

  /**
   * Writes as {@code Nd4j.write} does, without its call for each element.
   *
   * <p>A header of the shape (as longs), a header of the data, then the data, all big-endian.
   */
  private static void writeRow(INDArray array, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    INDArray row = array.reshape(1, array.length());
    if (row.isView()) {
      row = row.dup();
    }
    row.shapeInfoDataBuffer().write(data);
    float[] values = row.data().asFloat();
    data.writeUTF("MIXED_DATA_TYPES");
    data.writeLong(values.length);
    data.writeUTF("FLOAT");
    ByteBuffer block = ByteBuffer.allocate(1 << 16);
    for (int from = 0; from < values.length; from += block.capacity() / Float.BYTES) {
      int count = Math.min(block.capacity() / Float.BYTES, values.length - from);
      block.asFloatBuffer().put(values, from, count);
      data.write(block.array(), 0, count * Float.BYTES);
    }
    data.flush();
  }

  /**
   * Reads a model, with its updater's state where the file has one.
   *
   * @param name what messages call the file
   * @throws PerplexException (data refused) where the bytes are not a whole model
   */
  public static MultiLayerNetwork read(byte[] bytes, String name) {
    return read(new ByteArrayInputStream(bytes), name);
  }

  /** As {@link #read(byte[], String)}; closes the stream. */
  public static MultiLayerNetwork read(InputStream in, String name) {
    try (ZipInputStream zip = new ZipInputStream(in)) {
      Map<String, float[]> arrays = new HashMap<>();
      MultiLayerNetwork network = null;
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String part = entry.getName();
        if (!ENTRIES.contains(part)) {
          throw refused(name, "it holds the entry " + part);
        }
        if (part.equals(CONFIGURATION)) {
          network = network(text(zip, name), name);
        } else if (network == null || arrays.containsKey(part)) {
          throw refused(name, "the entry " + part + " is out of place");
        } else {
          arrays.put(part, readRow(zip, expected(part, network), part, name));
        }
      }
      return fill(network, arrays, name);
    } catch (IOException | IllegalArgumentException e) { // the latter of names that are not UTF-8
      throw refused(name, "it is cut short or damaged (" + e.getMessage() + ")");
    }
  }

  private static MultiLayerNetwork fill(
      MultiLayerNetwork network, Map<String, float[]> arrays, String name) {
    if (network == null || !arrays.containsKey(COEFFICIENTS)) {
      throw refused(name, "it holds no parameters");
    }
    network.setParams(row(arrays.get(COEFFICIENTS)));
    if (arrays.containsKey(UPDATER)) {
      network.getUpdater().setStateViewArray(network, row(arrays.get(UPDATER)), false);
    }
    return network;
  }

  private static INDArray row(float[] values) {
    return Nd4j.createFromArray(values).reshape(1, values.length);
  }

  private static String text(ZipInputStream zip, String name) throws IOException {
    byte[] json = zip.readNBytes(CONFIGURATION_LIMIT + 1);
    if (json.length > CONFIGURATION_LIMIT) {
      throw refused(name, "its configuration is larger than " + CONFIGURATION_LIMIT + " bytes");
    }
    return new String(json, StandardCharsets.UTF_8);
  }

  private static MultiLayerNetwork network(String json, String name) {
    try {
      JsonNode tree = Json.tree(json);
      checkClasses(tree, name);
      // Of the tree that was looked at: a name that stands twice in the text could be read
      // otherwise.
      MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(tree.toString());
      checkSize(configuration, name);
      MultiLayerNetwork network = new MultiLayerNetwork(configuration);
      network.init();
      StackedLstm.vocabulary(network);
      return network;
    } catch (PerplexException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw refused(name, "its configuration is not a network's (" + firstLine(e) + ")");
    }
  }

  /** Before memory is taken for what a text claims. */
  private static void checkSize(MultiLayerConfiguration configuration, String name) {
    long parameters = 0;
    for (NeuralNetConfiguration layer : configuration.getConfs()) {
      parameters = Math.addExact(parameters, layer.getLayer().initializer().numParams(layer));
    }
    long most = Runtime.getRuntime().maxMemory() / Float.BYTES;
    if (parameters < 1 || parameters > most) {
      throw refused(
          name,
          "its configuration asks for "
              + parameters
              + " parameters, not 1 to "
              + most
              + ", which the heap of this process would hold (its largest size, -Xmx)");
    }
  }

  /** DL4J makes objects of the classes that the text names; only its own are let through. */
  private static void checkClasses(JsonNode node, String name) {
    JsonNode type = node.get("@class");
    if (type != null
        && !type.asText().startsWith("org.deeplearning4j.nn.")
        && !type.asText().startsWith("org.nd4j.linalg.")) {
      throw refused(name, "its configuration names the class " + type.asText());
    }
    node.forEach(child -> checkClasses(child, name));
  }

  private static long expected(String part, MultiLayerNetwork network) {
    if (part.equals(COEFFICIENTS)) {
      return network.numParams();
    }
    INDArray state = network.getUpdater().getStateViewArray();
    return state == null ? 0 : state.length();
  }

  private static float[] readRow(ZipInputStream zip, long expected, String part, String name)
      throws IOException {
    DataInputStream data = new DataInputStream(zip);
    data.readUTF();
    long shape = data.readLong();
    if (shape < 4 || shape > 64 || !data.readUTF().equals("LONG")) {
      throw refused(name, part + " has no shape");
    }
    data.readNBytes(Math.toIntExact(shape * Long.BYTES));
    data.readUTF();
    long length = data.readLong();
    String type = data.readUTF();
    if (length != expected || !type.equals("FLOAT")) {
      throw refused(
          name, part + " holds " + length + " of " + type + ", not " + expected + " of FLOAT");
    }
    float[] values = new float[Math.toIntExact(length)];
    byte[] block = new byte[1 << 16];
    for (int from = 0; from < values.length; from += block.length / Float.BYTES) {
      int count = Math.min(block.length / Float.BYTES, values.length - from);
      data.readFully(block, 0, count * Float.BYTES);
      ByteBuffer.wrap(block).asFloatBuffer().get(values, from, count);
    }
    if (data.read() >= 0) {
      throw refused(name, part + " is longer than it says");
    }
    return values;
  }

  private static String firstLine(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message);
  }

  private static PerplexException refused(String name, String reason) {
    return PerplexException.dataRefused(
        "%s is not a whole language model: %s. Train it again, or fetch the file again.",
        name, reason.replaceAll("\\p{Cntrl}", "?"));
  }
}
