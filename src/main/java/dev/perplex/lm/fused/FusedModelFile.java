package dev.perplex.lm.fused;

import dev.perplex.lm.Cell;
import dev.perplex.lm.SoftmaxSettings;
import dev.perplex.provenance.Labels;
import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model of the engine as one safetensors file: its shape as metadata, its parameters under their
 * names. Equal models give equal bytes.
 */
public final class FusedModelFile {
  private static final long LIMIT = 1L << 36; // bytes

  private static final String USUAL_FACTOR = Integer.toString(SoftmaxSettings.usual().factor());

  private FusedModelFile() {}

  /** Writes a model; the stream stays open. */
  public static void write(Parameters parameters, OutputStream out) throws IOException {
    NetworkShape shape = parameters.shape();
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "pt");
    metadata.put("cell", Labels.of(shape.cell()));
    metadata.put("softmax", Labels.of(shape.softmax()));
    metadata.put("vocabulary", Integer.toString(shape.vocabulary()));
    metadata.put("embedding", Integer.toString(shape.embedding()));
    metadata.put("hidden", Integer.toString(shape.hidden()));
    metadata.put("layers", Integer.toString(shape.layers()));
    if (shape.softmax() == SoftmaxKind.ADAPTIVE) {
      List<String> cutoffs = shape.cutoffs().stream().map(each -> each.toString()).toList();
      metadata.put("cutoffs", String.join(" ", cutoffs));
      metadata.put("factor", Integer.toString(shape.factor()));
    }
    Safetensors.write(parameters.all(), metadata, out);
  }

  /**
   * Reads a model; the stream stays open.
   *
   * @param name what messages call the file
   * @throws PerplexException (data refused) where the bytes are not a whole model
   */
  public static Parameters read(InputStream in, String name) {
    Safetensors.Contents contents = Safetensors.read(in, name, LIMIT);
    return filled(shape(contents.metadata(), name), contents.tensors(), name);
  }

  /**
   * Reads the shape of a model from the beginning of its file; the stream stays open.
   *
   * @param name what messages call the file
   * @throws PerplexException (data refused) where the bytes do not begin a model
   */
  public static NetworkShape shape(InputStream in, String name) {
    return shape(Safetensors.metadata(in, name), name);
  }

  private static NetworkShape shape(Map<String, String> metadata, String name) {
    try {
      return new NetworkShape(
          Integer.parseInt(metadata.getOrDefault("vocabulary", "")),
          Integer.parseInt(metadata.getOrDefault("embedding", "")),
          Integer.parseInt(metadata.getOrDefault("hidden", "")),
          Integer.parseInt(metadata.getOrDefault("layers", "")),
          Cell.valueOf(constant(metadata.getOrDefault("cell", ""))),
          SoftmaxKind.valueOf(constant(metadata.getOrDefault("softmax", ""))),
          cutoffs(metadata.get("cutoffs")),
          Integer.parseInt(metadata.getOrDefault("factor", USUAL_FACTOR)));
    } catch (IllegalArgumentException e) {
      throw refused(name, "its metadata are not a network's (" + e.getMessage() + ")");
    }
  }

  private static List<Integer> cutoffs(String stored) {
    if (stored == null) {
      return SoftmaxSettings.usual().cutoffs(); // of no meaning to a softmax that has none
    }
    return stored.isEmpty()
        ? List.of()
        : Arrays.stream(stored.split(" ", -1)).map(Integer::valueOf).toList();
  }

  private static String constant(String label) {
    return label.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static Parameters filled(NetworkShape shape, List<Tensor> stored, String name) {
    long elements = 0;
    for (Tensor tensor : stored) {
      elements += tensor.values().length;
    }
    if (elements != Parameters.elements(shape)) {
      throw refused(name, "it holds " + elements + " numbers, not " + Parameters.elements(shape));
    }
    Parameters parameters = new Parameters(shape);
    List<Tensor> all = parameters.all();
    for (int i = 0; i < all.size(); i++) {
      Tensor to = all.get(i);
      Tensor from = i < stored.size() ? stored.get(i) : null;
      if (from == null
          || !from.name().equals(to.name())
          || from.values().length != to.values().length
          || from.columns() != to.columns()) {
        throw refused(name, "tensor " + i + " is not " + to.name() + " of its shape");
      }
      System.arraycopy(from.values(), 0, to.values(), 0, to.values().length);
    }
    return parameters;
  }

  private static PerplexException refused(String name, String reason) {
    return PerplexException.dataRefused(
        "%s is not a whole language model: %s. Train it again, or fetch the file again.",
        name, reason);
  }
}
