package dev.perplex.lm.spark;

import dev.perplex.eval.LanguageModel;
import dev.perplex.lm.ModelFile;
import dev.perplex.lm.dl4j.AdaptiveDl4jModel;
import dev.perplex.lm.fused.FusedModel;
import dev.perplex.lm.fused.FusedModelFile;
import java.io.ByteArrayInputStream;
import java.util.List;

/** Reads language models of any engine. */
public final class LanguageModels {
  private static final String DL4J = "model.zip";

  /** The name of a model of the engine {@code fused}. */
  public static final String FUSED = "model.safetensors";

  /** Names that engines store their models by. */
  public static final List<String> FILES = List.of(FUSED, DL4J);

  private LanguageModels() {}

  /** The name to store these bytes by. */
  public static String file(byte[] model) {
    return isZip(model) ? DL4J : FUSED;
  }

  private static boolean isZip(byte[] bytes) {
    return bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K';
  }

  /**
   * A model by what its bytes are: a zip is DL4J's, anything else has to be the fused engine's.
   *
   * @param name what messages call it
   * @throws dev.perplex.provenance.PerplexException (data refused) where they are not a whole model
   */
  public static LanguageModel read(byte[] bytes, String name) {
    if (isZip(bytes)) {
      return new AdaptiveDl4jModel(ModelFile.read(bytes, name));
    }
    return new FusedModel(FusedModelFile.read(new ByteArrayInputStream(bytes), name));
  }
}
