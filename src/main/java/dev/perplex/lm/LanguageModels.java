package dev.perplex.lm;

/** Reads language models of any engine. */
public final class LanguageModels {
  private LanguageModels() {}

  /**
   * A model by what its bytes are.
   *
   * @param name what messages call it
   * @throws dev.perplex.provenance.PerplexException (data refused) where they are not a whole model
   */
  public static LanguageModel read(byte[] bytes, String name) {
    return new Dl4jModel(ModelFile.read(bytes, name));
  }
}
